package io.github.openrouterproxy.testing.machine;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine's. */
public final class Command {
    private Command() {}

    /** @return its exit code; -1 when it took too long */
    public static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
