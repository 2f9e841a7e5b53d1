package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.recorder.retention.Retention;
import io.github.openrouterproxy.testing.NoLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdleWorkTest {
    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private final NoLog log = new NoLog();
    private final Checkpointer checkpointer = new Checkpointer(log);

    @Test
    void theLogIsCopiedBehindEachFewMegabytesThatAreRemoved() {
        write(1_000);
        IdleWork work = keeping(100);

        assertThat(work.step()).isZero();
        assertThat(work.step()).isZero();
        assertThat(dao.rows()).hasSize(600);
        assertThat(Duration.ofNanos(work.step())).isEqualTo(Duration.ofMillis(5));
        assertThat(dao.rows()).as("before the log is copied").hasSize(600);

        checkpointer.round();
        assertThat(work.step()).isZero();
        assertThat(dao.rows()).hasSize(400);
        assertThat(log.checkpoints()).isEqualTo(1);
    }

    @Test
    void looksMoreRarelyTheLongerTheLogIsNotCopied() {
        write(1_000);
        IdleWork work = keeping(100);
        work.step();
        work.step();

        assertThat(millisUntilItLooksAgain(work, 9)).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L);

        checkpointer.round();
        assertThat(work.step()).isZero();
        assertThat(work.step()).isZero();
        assertThat(millisUntilItLooksAgain(work, 2)).containsExactly(5L, 10L);
    }

    @Test
    void allThatIsWrittenWhileNobodyCallsIsCopied() {
        write(1_000);
        dao.free(3 * InMemoryExchangeWriteDao.GIVEN_BACK);
        dao.leavesOutOfFigures(4_000);
        IdleWork work = keeping(100);
        int steps = 0;
        for (long wait = work.step(); wait < Doorbell.UNTIL_RUNG; wait = work.step()) {
            checkpointer.round();
            steps++;
        }

        assertThat(dao.rows()).hasSize(100);
        assertThat(dao.freeBytes()).isZero();
        assertThat(dao.outsideFigures()).isZero();
        assertThat(log.checkpoints()).isEqualTo(steps).isGreaterThan(20);
    }

    @Test
    void withNothingToDoNothingIsCopied() {
        assertThat(keeping(100).step()).isEqualTo(Doorbell.UNTIL_RUNG);

        checkpointer.round();
        assertThat(log.checkpoints()).isZero();
    }

    private static List<Long> millisUntilItLooksAgain(IdleWork work, int times) {
        return LongStream.generate(() -> Duration.ofNanos(work.step()).toMillis())
                .limit(times)
                .boxed()
                .toList();
    }

    private IdleWork keeping(long history) {
        StoreSettings settings = new StoreSettings(Path.of("unused"), history, null, null, List.of());
        return new IdleWork(
                new Retention(dao, settings, Clock.systemUTC(), () -> 0), new OlderFile(dao, () -> 0), checkpointer);
    }

    private void write(int count) {
        ExchangeAssembler assembler = Recorders.assembler();
        IntStream.range(0, count).forEach(i -> dao.write(List.of(assembler.assemble(Captures.completed(i)))));
    }
}
