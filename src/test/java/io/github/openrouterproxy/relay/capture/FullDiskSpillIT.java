package io.github.openrouterproxy.relay.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.testing.machine.SmallDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
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
            SpillFolder folder = folder(disk, MUCH);
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

    @Test
    void whatADiskHadNoRoomForGivesItsRoomBackBeforeTheRecordIsWritten() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(base, "68m")) {
            CaptureBudget budget = new CaptureBudget(MUCH, MUCH);
            BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder(disk, MUCH));
            capture.add(ByteBuffer.allocate(600_000));
            runLater();
            disk.fill();
            capture.add(ByteBuffer.allocate(300_000));
            runLater();

            assertThat(disk.folder().toFile().getUsableSpace()).isGreaterThan(500_000);
            assertThat(capture.finished().isCut()).isTrue();
        }
    }

    @Test
    void bodiesThatGrowTogetherLeaveTheDatabaseItsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(base, "100m")) {
            CaptureBudget budget = new CaptureBudget(10 * MUCH, 10 * MUCH);
            SpillFolder folder = folder(disk, 15 * MUCH);
            List<BodyCapture> captures = Stream.generate(() -> new BodyCapture(15 * MUCH, 1000, budget, folder))
                    .limit(4)
                    .toList();
            long leastFree = Long.MAX_VALUE;
            for (int megabytes = 0; megabytes < 15; megabytes++) {
                captures.forEach(capture -> capture.add(ByteBuffer.allocate(MUCH)));
                runLater();
                leastFree = Math.min(leastFree, disk.folder().toFile().getUsableSpace());
            }

            List<Body> bodies = captures.stream().map(BodyCapture::finished).toList();
            runLater();
            assertThat(leastFree).isGreaterThan(64 * MUCH);
            assertThat(bodies).filteredOn(body -> !body.inHand().truncated()).hasSize(1);
        }
    }

    private SpillFolder folder(SmallDisk disk, long mostEach) {
        return new SpillFolder(
                disk.folder().resolve("spill"), later::add, (pause, task) -> {}, mostEach, System::nanoTime);
    }

    private void runLater() {
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
            next.run();
        }
    }
}
