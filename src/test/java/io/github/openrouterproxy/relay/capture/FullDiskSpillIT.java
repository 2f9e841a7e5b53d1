package io.github.openrouterproxy.relay.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.testing.machine.SmallDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskSpillIT {
    private static final int MUCH = 1_000_000;

    @TempDir
    private Path base;

    private final Queue<Runnable> later = new ArrayDeque<>();

    @Test
    void aDiskThatFillsUpMeanwhileOnlyCutsTheRecord() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(base, "68m")) {
            byte[] bytes = new byte[700_001];
            new Random(7).nextBytes(bytes);
            CaptureBudget budget = new CaptureBudget(MUCH, MUCH);
            SpillFolder folder = new SpillFolder(
                    disk.folder().resolve("spill"), later::add, (pause, task) -> {}, MUCH, System::nanoTime);
            BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder);
            capture.add(ByteBuffer.wrap(bytes, 0, 300_000));
            runLater();
            disk.fill();
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
        }
    }

    private void runLater() {
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
            next.run();
        }
    }
}
