package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.recorder.figures.CallFigures;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import io.github.openrouterproxy.recorder.retention.Retention;
import io.github.openrouterproxy.testing.NoLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What readers are told of the calls that wait for their commit. */
class WaitingCallsTest {
    private final AtomicLong now = new AtomicLong();
    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private final RecordQueue queue = new RecordQueue(1_000, 1 << 28);
    private final Settlements settlements = new Settlements(Long.MAX_VALUE / 2, true, now::get, () -> {});
    private final BatchWriter writer = new BatchWriter(
            queue,
            new InFlightCalls(),
            dao,
            new ExchangeAssembler(
                    new KeyFingerprints(new byte[32]),
                    StoredKeys.FINGERPRINT,
                    new Redaction(RedactionRules.NONE, Long.MAX_VALUE),
                    Costing.NONE),
            new Retention(
                    dao, new StoreSettings(Path.of("unused"), 0, null, null, List.of()), Clock.systemUTC(), now::get),
            new Checkpointer(new NoLog()),
            new WriteHealth(),
            new CallFigures(),
            now::get);

    @Test
    void whileABatchIsWrittenReadersAreToldHowLongItsFirstCallHasWaited() {
        end(1);
        now.addAndGet(Duration.ofMillis(4).toNanos());
        end(2);
        now.addAndGet(Duration.ofMillis(3).toNanos());
        List<Duration> told = new ArrayList<>();
        dao.takes(() -> told.add(dao.waiting()));

        writer.round();

        assertThat(told).containsExactly(Duration.ofMillis(7));
        assertThat(dao.waiting()).isNull();
    }

    @Test
    void readersAreToldUntilAllIsWritten() {
        for (int number = 1; number <= 129; number++) {
            end(number);
        }

        writer.round();
        assertThat(dao.waiting()).isNotNull();
        writer.round();

        assertThat(dao.waiting()).isNull();
    }

    @Test
    void readersNeedNotGiveWayToCallsThatADatabaseDoesNotTake() {
        dao.breakDown();
        end(1);

        writer.round();

        assertThat(dao.waiting()).isNull();
    }

    private void end(int number) {
        assertThat(queue.offer(
                        new PendingRecord(Captures.completed(number), settlements.await(mayEnd -> {}), now.get())))
                .isTrue();
    }
}
