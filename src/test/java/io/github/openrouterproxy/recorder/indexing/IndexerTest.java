package io.github.openrouterproxy.recorder.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.IndexDao;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

final class IndexerTest {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Duration WORK = Duration.ofMillis(20);

    private int looks;
    private double free = 0.7;
    private final List<Long> slept = new ArrayList<>();

    @Test
    void restsHalfAsLongAsItUsedACore() {
        assertThat(round(() -> false, IndexerTest::work)).isPositive().isLessThan(WORK.toNanos());
    }

    @Test
    void restsLessWhereTheCallsLeaveAWholeCoreFree() {
        free = 1;

        assertThat(round(() -> false, IndexerTest::work)).isBetween(WORK.toNanos() / 12, WORK.toNanos() / 3);
    }

    @Test
    void restsBetweenTwoExchangesToo() {
        indexer(() -> false, beforeEach -> {
                    beforeEach.run();
                    work();
                    beforeEach.run();
                    return 32;
                })
                .round();

        assertThat(slept.get(slept.size() - 1)).isBetween(WORK.toNanos() / 2, WORK.toNanos());
    }

    @Test
    void restsLongerTheLessTheCallsLeaveFree() {
        free = 0.3;

        assertThat(round(() -> false, IndexerTest::work)).isBetween(2 * WORK.toNanos(), 6 * WORK.toNanos());
    }

    @Test
    void comesForwardAlsoWhileTheCallsLeaveNothingFree() {
        free = -0.1;

        assertThat(round(() -> false, IndexerTest::work)).isBetween(15 * WORK.toNanos(), 40 * WORK.toNanos());
    }

    @Test
    void restsNoLongerThanTwoSeconds() {
        free = 0;

        assertThat(round(() -> false, () -> work(Duration.ofMillis(150)))).isEqualTo(2_000_000_000L);
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

    @Test
    void whatOverflowsTheStackIsTriedAgainLater() {
        assertThat(round(() -> false, () -> {
                    throw new StackOverflowError();
                }))
                .isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    private static int work() {
        return work(WORK);
    }

    private static int work(Duration cpuTime) {
        long until = CPU.getCurrentThreadCpuTime() + cpuTime.toNanos();
        while (CPU.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
        return 32;
    }

    private long round(BooleanSupplier writing, IntSupplier slice) {
        return indexer(writing, beforeEach -> {
                    beforeEach.run();
                    return slice.getAsInt();
                })
                .round();
    }

    private Indexer indexer(BooleanSupplier writing, ToIntFunction<Runnable> slice) {
        IndexDao dao = new IndexDao() {
            @Override
            public int indexEnded(int most, Runnable beforeEach) {
                return slice.applyAsInt(beforeEach);
            }

            @Override
            public int forgetRemoved(int most) {
                return 0;
            }
        };
        return new Indexer(dao, writing, () -> free, slept::add);
    }
}
