package io.github.openrouterproxy.relay.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.openrouterproxy.exchange.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskSpillIT {
    private static final int MUCH = 1_000_000;

    @TempDir
    private Path base;

    private final Queue<Runnable> later = new ArrayDeque<>();

    @Test
    void aDiskThatFillsUpMeanwhileOnlyCutsTheRecord() throws Exception {
        Path disk = Files.createDirectory(base.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=68m", "tmpfs", disk.toString()))
                .as("a small disk can be mounted")
                .isZero();
        try {
            byte[] bytes = new byte[700_001];
            new Random(7).nextBytes(bytes);
            CaptureBudget budget = new CaptureBudget(MUCH);
            SpillFolder folder = new SpillFolder(disk.resolve("spill"), later::add, MUCH);
            BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder);
            capture.add(ByteBuffer.wrap(bytes, 0, 300_000));
            runLater();
            fill(disk.resolve("filler"));
            capture.add(ByteBuffer.wrap(bytes, 300_000, 400_001));
            Body body = capture.finished();
            runLater();

            assertThat(body.inHand().bytes()).isEqualTo(Arrays.copyOf(bytes, 1000));
            assertThat(body.inHand().truncated()).isTrue();
            assertThat(body.inHand().length()).isEqualTo(bytes.length);
            assertThat(body.inHand().sha256()).hasSize(64);
            capture.release();
            body.discardRest();
            runLater();
            assertThat(folder.count()).isZero();
            assertThat(budget.free()).isEqualTo(MUCH);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private void runLater() {
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
            next.run();
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
