package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.CheckpointDao.Progress;
import io.github.openrouterproxy.exchange.Body;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log is copied behind the writer, and does not grow for as long as it can be. */
@Timeout(30)
public abstract class CheckpointDaoContract {
    private static final Body BODY = text("a".repeat(50_000));

    protected abstract ExchangeWriteDao writer();

    protected abstract ExchangeReadDao exchanges();

    protected abstract CheckpointDao checkpoints();

    @Test
    void whereNobodyReadsAllIsCopiedAndStaysThere() {
        write(1);

        assertThat(checkpoints().checkpoint().remainingPages()).isZero();
        assertThat(checkpoints().startOver()).isTrue();
        assertThat(all()).hasSize(1);
    }

    @Test
    void theLogThatStartsOverDoesNotGrow() {
        write(1);
        Progress first = checkpoints().checkpoint();
        for (int number = 2; number <= 50; number++) {
            assertThat(checkpoints().startOver()).isTrue();
            write(number);
            checkpoints().checkpoint();
        }

        assertThat(checkpoints().checkpoint().logPages()).isLessThanOrEqualTo(4 * first.logPages());
        assertThat(all()).hasSize(50);
    }

    @Test
    void readersThatArePausedGoOnWhenTheyMay() throws Exception {
        write(1);
        checkpoints().pauseReaders();
        CompletableFuture<List<ExchangeSummary>> reading = CompletableFuture.supplyAsync(this::all);
        boolean waits = false;
        try {
            reading.get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            waits = true;
        }
        checkpoints().resumeReaders();

        assertThat(waits).isTrue();
        assertThat(reading.get(10, TimeUnit.SECONDS)).hasSize(1);
        long resumed = System.nanoTime();
        for (int again = 0; again < 10; again++) {
            assertThat(all()).hasSize(1);
        }
        assertThat(System.nanoTime() - resumed)
                .as("each would wait until the pause ends by itself")
                .isLessThan(Duration.ofSeconds(2).toNanos());
    }

    private void write(int number) {
        writer().write(List.of(number(number).asking(BODY).build()));
    }

    private List<ExchangeSummary> all() {
        return exchanges()
                .list(new Scope.Everyone(), ExchangeFilter.ALL, new PageRequest(1, 200, null))
                .rows();
    }
}
