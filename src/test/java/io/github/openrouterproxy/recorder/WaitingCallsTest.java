package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final BatchWriter writer = Recorders.writer(queue, dao, new WriteHealth(), now::get);

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
