package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.testing.NoLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final AtomicLong now = new AtomicLong();
    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private final Rehearsal rehearsal =
            new Rehearsal(dao, Recorders.assembler(), new Checkpointer(new NoLog()), now::get);

    @Test
    void eachCallIsWrittenWhileItRunsAndWhenItEnded() {
        rehearsal.offer(Captures.completed(1));
        rehearsal.offer(Captures.completed(2));

        rehearsal.perform(() -> true);

        assertThat(rehearsal.isOver()).isTrue();
        assertThat(dao.rehearsed())
                .hasSizeGreaterThan(20)
                .allSatisfy(batch -> assertThat(batch)
                        .extracting(Exchange::state)
                        .containsExactly(ExchangeState.IN_FLIGHT, ExchangeState.FINISHED));
        assertThat(dao.rehearsed()).extracting(batch -> batch.get(0).id()).contains(Captures.id(1), Captures.id(2));
    }

    @Test
    void itGivesWayAsSoonAsACallComes() {
        rehearsal.offer(Captures.completed(1));
        rehearsal.offer(Captures.completed(2));

        rehearsal.perform(() -> dao.rehearsed().size() < 3);

        assertThat(rehearsal.isOver()).isTrue();
        assertThat(dao.rehearsed()).hasSize(3);
    }

    @Test
    void itTakesAMomentAtMost() {
        dao.takes(() -> now.addAndGet(Duration.ofMillis(100).toNanos()));
        rehearsal.offer(Captures.completed(1));
        rehearsal.offer(Captures.completed(2));

        rehearsal.perform(() -> true);

        assertThat(Duration.ofNanos(now.get())).isEqualTo(Duration.ofMillis(600));
        assertThat(rehearsal.isOver()).isTrue();
    }

    @Test
    void itGivesUpWhereItFails() {
        dao.breakDown();
        rehearsal.offer(Captures.completed(1));
        rehearsal.offer(Captures.completed(2));

        rehearsal.perform(() -> true);

        assertThat(rehearsal.isOver()).isTrue();
    }
}
