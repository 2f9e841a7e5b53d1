package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.testing.machine.ShortLived;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Tomcat in a process of its own, known by what it prints. The output is read on a thread of its own; the methods
 * serve any thread.
 */
final class ServerProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Variables of the developer's own shell that must not decide a test. */
    private static final Pattern OURS = Pattern.compile("PROXY_.*|WEB_.*|OPENAI_.*|.*_APIKEY|MAX_.*|PAGE_SIZE"
            + "|DATABASE_PATH|.*_TIMEOUT|UPSTREAM_.*|RETRY_.*|ON_CLIENT_DISCONNECT|RECORD_.*|STORE_KEYS"
            + "|LOG_LEVEL|.*_APIKEYS|SESSION_.*|ALLOWED_HOSTS|LOGIN_.*|FINGERPRINT_SECRET"
            + "|ENCRYPTION_.*|REDACTION_RULES|CATALINA_.*|JAVA_OPTS");

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final Thread reader;

    private ServerProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "server-output");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    /** Runs {@code catalina.sh} in the foreground; {@code environment} adds to what is inherited. */
    static ServerProcess start(Path home, Path base, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin/catalina.sh").toString(), "run");
        builder.environment().keySet().removeIf(name -> OURS.matcher(name).matches());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CATALINA_HOME", home.toString());
        builder.environment().put("CATALINA_BASE", base.toString());
        builder.environment().put("JAVA_OPTS", ShortLived.OPTIONS);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ServerProcess(process);
    }

    /** Gives {@code base} a configuration of its own, as {@code home} has it. */
    static void copyConf(Path home, Path base) throws IOException {
        Files.createDirectories(base.resolve("conf"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve("conf"), Files::isRegularFile)) {
            for (Path file : files) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    String output() {
        return String.join("\n", output);
    }

    /** The first group of the first match of {@code pattern} in the output. */
    String awaitOutput(Pattern pattern) throws InterruptedException {
        return await("print " + pattern, text -> {
            Matcher found = pattern.matcher(text);
            return found.find() ? found.group(1) : null;
        });
    }

    /** Waits until {@code port} answers {@code path} with 200. */
    void awaitReady(int port, String path) throws InterruptedException {
        String unused = await("answer " + path, text -> {
            try {
                return RawClient.call(port, RawRequest.get(path)).status() == 200 ? "yes" : null;
            } catch (IOException notYet) {
                return null;
            }
        });
    }

    /** @return the exit code of a process that ends by itself */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw failure("did not end");
        }
        reader.join(PATIENCE.toMillis());
        return process.exitValue();
    }

    /** Ends it in order. */
    void stop() throws InterruptedException {
        // Process.destroy() would close the stream with its last words.
        boolean unused = process.toHandle().destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw failure("did not stop");
        }
        reader.join(PATIENCE.toMillis());
    }

    /** Ends it in the middle of whatever it does ({@code kill -9}). */
    void kill9() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private <T> T await(String what, Function<String, @Nullable T> attempt) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            T result = attempt.apply(output());
            if (result != null) {
                return result;
            }
            if (!process.isAlive()) {
                throw failure("ended with " + process.exitValue() + " and did not " + what);
            }
            Thread.sleep(20);
        }
        throw failure("did not " + what);
    }

    private AssertionError failure(String what) throws InterruptedException {
        process.destroyForcibly();
        reader.join(1_000);
        return new AssertionError("The server " + what + ". It printed:\n" + output());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException ended) {
            output.add("(the output broke off)");
        }
    }
}
