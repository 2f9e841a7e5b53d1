package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.relay.capture.BodyCapture;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import io.github.openrouterproxy.testing.machine.SmallDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real file, and a real disk with no room. */
final class FullDiskRecordIT {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path base;

    @Test
    @Timeout(60)
    void largeBodiesOnAFullDiskMakeRoomForTheirRecords() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(base, "120m")) {
            StoreSettings settings = new StoreSettings(disk.folder().resolve("x.db"), 0, null, null, List.of());
            SpillFolder files = new SpillFolder(disk.folder().resolve("spill"), Runnable::run, (pause, task) -> {});
            try (SqliteDatabase database = SqliteDatabase.open(settings, null, SearchTexts::of, true)) {
                Recorder recorder =
                        Recorders.of(database, database.checkpoints(), settings, new KeyFingerprints(new byte[32]));
                recorder.start();
                BodyCapture large = new BodyCapture(16L * MIB, MIB, new CaptureBudget(1L << 30, 1L << 30), files);
                byte[] random = new byte[12 * MIB];
                new Random(7).nextBytes(random);
                large.add(ByteBuffer.wrap(random));
                var unused = disk.fill();
                CountDownLatch recorded = new CountDownLatch(2);
                long began = System.nanoTime();

                recorder.ended(Captures.answered(1, Headers.NONE, large.finished()), mayEnd -> recorded.countDown());
                recorder.ended(Captures.completed(2), mayEnd -> recorded.countDown());
                while (recorder.stats().recorded() < 2) {
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
                    Thread.sleep(20);
                }

                assertThat(recorded.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(recorder.stats().truncated()).isEqualTo(1);
                assertThat(recorder.stats().dropped()).isZero();
                recorder.stop();
            }
        }
    }
}
