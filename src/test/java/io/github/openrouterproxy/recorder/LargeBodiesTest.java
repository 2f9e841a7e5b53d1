package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import io.github.openrouterproxy.testing.NoLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** They are still on their way to a disk when their call ends. */
@Timeout(20)
class LargeBodiesTest {
    private static final int HEAD = 10;
    private static final int REST = 20;

    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private final SlowFile file = new SlowFile();
    private final Recorder recorder = new Recorder(
            dao,
            new NoLog(),
            new KeyFingerprints(new byte[32]),
            new RecordingSettings(1 << 24, OnFailure.CLOSED, Duration.ofSeconds(30), StoredKeys.FINGERPRINT, null),
            new StoreSettings(Path.of("unused"), 0, null, null, List.of()),
            Clock.systemUTC(),
            new Redaction(RedactionRules.NONE, Long.MAX_VALUE),
            Costing.NONE,
            new RecorderLimits(1000, 1 << 24, Duration.ofMillis(500)));

    @AfterEach
    void stop() {
        file.written();
        recorder.stop();
    }

    @Test
    void nobodyElseWaitsForTheirDisk() throws InterruptedException {
        recorder.start();
        CountDownLatch settled = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);

        recorder.ended(Captures.answered(1, Headers.NONE, large()), mayEnd -> settled.countDown());
        recorder.ended(Captures.completed(2), mayEnd -> other.countDown());

        assertThat(other.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(settled.getCount()).isOne();
        assertThat(recorder.stats().waiting()).as("those in memory").isEqualTo(1);
        assertThat(recorder.accepts()).isTrue();
        file.written();
        assertThat(settled.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(dao.row(Captures.id(1)))
                .hasValueSatisfying(
                        row -> assertThat(row.responseBody().bytes()).hasSize(HEAD + REST));
        assertThat(recorder.stats().waiting()).isZero();
    }

    @Test
    void aStopWaitsForThem() throws InterruptedException {
        recorder.start();
        recorder.ended(Captures.answered(1, Headers.NONE, large()), mayEnd -> {});
        Thread stop = new Thread(recorder::stop);
        stop.start();
        stop.join(100);
        assertThat(stop.isAlive()).isTrue();

        file.written();
        stop.join();

        assertThat(dao.row(Captures.id(1)))
                .hasValueSatisfying(
                        row -> assertThat(row.responseBody().bytes()).hasSize(HEAD + REST));
    }

    @Test
    void aStopWaitsForThemNoLongerThanForAnythingElse() throws InterruptedException {
        recorder.start();
        CountDownLatch settled = new CountDownLatch(1);
        recorder.ended(Captures.answered(1, Headers.NONE, large()), mayEnd -> settled.countDown());

        recorder.stop();

        assertThat(settled.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(dao.rows()).isEmpty();
    }

    /** As when the disk moved for a moment. */
    @Test
    void aWriterThatWaitsForOneIsSeenToBeStuck() {
        recorder.start();
        file.seemsReady();

        recorder.ended(Captures.answered(1, Headers.NONE, large()), mayEnd -> {});

        await(() -> !recorder.accepts());
        file.written();
        await(recorder::accepts);
    }

    private Body large() {
        return new Body(new byte[HEAD], HEAD + REST, "of all", true, new byte[0], file);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Reading it waits until it is written. */
    private static final class SlowFile implements Body.Rest {
        private final CountDownLatch written = new CountDownLatch(1);
        private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();
        private volatile boolean ready;

        void seemsReady() {
            ready = true;
            Runnable task = waiting.getAndSet(null);
            if (task != null) {
                task.run();
            }
        }

        void written() {
            written.countDown();
            seemsReady();
        }

        @Override
        public long size() {
            return REST;
        }

        @Override
        public void whenReady(Runnable task) {
            waiting.set(task);
            if (ready) {
                seemsReady();
            }
        }

        @Override
        public byte @Nullable [] after(byte[] head) {
            try {
                written.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            return Arrays.copyOf(head, head.length + REST);
        }

        @Override
        public void discard() {}
    }
}
