package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.IndexDao;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

final class IndexerTest {
    private static final Duration WORK = Duration.ofMillis(20);

    private int looks;

    @Test
    void restsHalfAsLongAsItUsedACore() {
        long rest = round(() -> false, () -> {
            long until = System.nanoTime() + WORK.toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return 32;
        });

        assertThat(rest).isPositive().isLessThan(WORK.toNanos());
    }

    @Test
    void waitingIsNoWork() {
        long rest = round(() -> looks++ < 10, () -> 32);

        assertThat(looks).isEqualTo(11);
        assertThat(rest).isLessThan(Duration.ofMillis(5).toNanos());
    }

    @Test
    void underCallsWithoutEndItComesForwardAllTheSame() {
        assertThat(round(() -> looks++ >= 0, () -> 32)).isNotNegative();
        assertThat(looks).isEqualTo(20);
    }

    @Test
    void whereNothingIsLeftItWaitsForMore() {
        assertThat(round(() -> false, () -> 31))
                .isEqualTo(Duration.ofMillis(500).toNanos());
    }

    @Test
    void whatFailsIsTriedAgainLater() {
        assertThat(round(() -> false, () -> {
                    throw new DatabaseException("no");
                }))
                .isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    private static long round(BooleanSupplier writing, IntSupplier slice) {
        return new Indexer(
                        new IndexDao() {
                            @Override
                            public int indexEnded(int most, Runnable beforeEach) {
                                beforeEach.run();
                                return slice.getAsInt();
                            }

                            @Override
                            public int forgetRemoved(int most) {
                                return 0;
                            }
                        },
                        writing)
                .round();
    }
}
