package io.github.openrouterproxy.recorder;

import static io.github.openrouterproxy.recorder.InMemoryExchangeWriteDao.GIVEN_BACK;
import static io.github.openrouterproxy.recorder.InMemoryExchangeWriteDao.ROW_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.recorder.retention.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final AtomicLong now = new AtomicLong();
    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private final ExchangeAssembler assembler = Recorders.assembler();

    @Test
    void theNewestAreKept() {
        Retention retention = keeping(10, null, null);
        write(0, 13);
        retention.afterBatch(13, 13 * ROW_BYTES);
        retention.whileIdle();

        assertThat(dao.rows())
                .extracting(Exchange::id)
                .containsExactlyElementsOf(
                        IntStream.range(3, 13).mapToObj(Captures::id).toList());
    }

    @Test
    void whatWasThereBeforeTheStartCounts() {
        write(0, 12);
        Retention retention = keeping(10, null, null);

        assertThat(retention.whileIdle()).isPositive();
        assertThat(retention.whileIdle()).isZero();
        assertThat(dao.rows()).hasSize(10);
    }

    @Test
    void aLongHistoryIsShortenedInSmallSteps() {
        write(0, 1000);
        Retention retention = keeping(100, null, null);

        retention.afterBatch(63, 63 * ROW_BYTES);
        assertThat(dao.deletions()).isEmpty();
        retention.afterBatch(1, 1 * ROW_BYTES);
        write(1000, 70);
        retention.afterBatch(70, 70 * ROW_BYTES);
        while (retention.whileIdle() > 0) {}

        assertThat(dao.deletions().subList(0, 2)).containsExactly(128, 140);
        assertThat(dao.deletions()).allMatch(step -> step <= 200);
        assertThat(dao.rows()).hasSize(100);
    }

    @Test
    void withoutALimitNothingIsRemoved() {
        write(0, 1000);

        assertThat(keeping(0, null, null).whileIdle()).isZero();

        assertThat(dao.deletions()).isEmpty();
    }

    /** Were they counted, each call would be gone as soon as it ended. */
    @Test
    void callsThatRunTakeNoPlaceFromThoseThatEnded() {
        IntStream.range(0, 5).forEach(i -> dao.write(List.of(assembler.assembleRunning(Captures.running(i, "")))));
        Retention retention = keeping(2, null, null);
        assertThat(retention.whileIdle()).isZero();
        write(5, 3);
        retention.afterBatch(3, 3 * ROW_BYTES);
        while (retention.whileIdle() > 0) {}

        assertThat(dao.rows())
                .extracting(Exchange::id)
                .containsExactlyElementsOf(
                        IntStream.of(0, 1, 2, 3, 4, 6, 7).mapToObj(Captures::id).toList());
        assertThat(dao.deletions()).containsExactly(1);
    }

    @Test
    void whatIsFreeIsGivenBackStepByStepThoughNothingIsLeftToRemove() {
        dao.free(3 * GIVEN_BACK - 1);
        Retention retention = keeping(10, null, null);

        assertThat(retention.whileIdle()).isEqualTo(GIVEN_BACK);
        assertThat(retention.whileIdle()).isEqualTo(GIVEN_BACK);
        assertThat(retention.whileIdle()).isEqualTo(GIVEN_BACK - 1);
        assertThat(retention.whileIdle()).isZero();
        assertThat(dao.freeBytes()).isZero();
    }

    @Test
    void behindACommitOneStepIsGivenBackAndTheRestWhileItIsQuiet() {
        Retention retention = keeping(10, null, null);
        assertThat(retention.whileIdle()).isZero();
        write(0, 100);
        dao.free(3 * GIVEN_BACK);

        retention.afterBatch(100, 100 * ROW_BYTES);
        assertThat(dao.freeBytes()).isEqualTo(2 * GIVEN_BACK);
        while (retention.whileIdle() > 0) {}

        assertThat(dao.freeBytes()).isZero();
    }

    @Test
    void afterAFailureItCountsAgain() {
        Retention retention = keeping(10, null, null);
        write(0, 10);
        retention.afterBatch(10, 10 * ROW_BYTES);
        write(10, 5);
        retention.distrust();

        retention.whileIdle();

        assertThat(dao.rows()).hasSize(10);
    }

    @Test
    void anErrorThatLastsIsTriedAgainLaterToo() {
        write(0, 20);
        Retention retention = keeping(10, null, null);
        dao.failsWith(new NoClassDefFoundError("of the test"));

        assertThat(retention.whileIdle()).isZero();
        assertThat(Duration.ofNanos(retention.untilDue())).isEqualTo(Duration.ofSeconds(1));

        dao.repair();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(retention.whileIdle()).isPositive();
        assertThat(dao.rows()).hasSize(10);
    }

    @Test
    void aFailureToRemoveIsTriedAgainLater() {
        Retention retention = keeping(10, null, null);
        write(0, 12);
        dao.breakDown();
        retention.whileIdle();
        assertThat(Duration.ofNanos(retention.untilDue())).isEqualTo(Duration.ofSeconds(1));

        dao.repair();
        assertThat(retention.whileIdle()).isZero();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(retention.whileIdle()).isPositive();

        assertThat(dao.rows()).hasSize(10);
    }

    @Test
    void whatIsTooOldIsRemovedThoughNothingIsWritten() {
        write(0, 300);
        Clock clock = Clock.fixed(Captures.RECEIVED.plus(Duration.ofDays(2)), ZoneOffset.UTC);
        Retention young = new Retention(dao, limits(0, Duration.ofDays(3), null), clock, now::get);
        Retention old = new Retention(dao, limits(0, Duration.ofDays(1), null), clock, now::get);

        assertThat(young.whileIdle()).isZero();
        assertThat(dao.rows()).hasSize(300);
        assertThat(Duration.ofNanos(young.untilDue())).isEqualTo(Duration.ofSeconds(10));
        while (old.whileIdle() > 0) {}
        assertThat(dao.rows()).isEmpty();
    }

    @Test
    void theFileIsKeptBelowItsSize() {
        Retention retention = keeping(0, null, 80 * ROW_BYTES);
        write(0, 100);
        retention.afterBatch(100, 100 * ROW_BYTES);
        while (retention.whileIdle() > 0) {}

        assertThat(dao.rows()).hasSizeBetween(70 - 16, 70);
    }

    /** The writer never rests, so that all there is are the moments between two batches. */
    @Test
    void theFileIsKeptBelowItsSizeUnderCallsWithoutEnd() {
        long limit = 2_000 * ROW_BYTES;
        Retention retention = keeping(0, null, limit);
        int largest = 0;
        for (int batch = 0; batch < 100; batch++) {
            write(batch * 128, 128);
            now.addAndGet(Duration.ofMillis(64).toNanos());
            retention.afterBatch(128, 128 * ROW_BYTES);
            largest = Math.max(largest, dao.rows().size());
        }

        assertThat(largest * ROW_BYTES).isLessThanOrEqualTo(limit);
        assertThat(largest).isGreaterThan(1_700);
        assertThat(dao.deletions()).allMatch(rows -> rows <= 200);
    }

    @Test
    void rowsAreCountedOnceAndAlongFromThen() {
        Retention retention = keeping(500, null, 80 * ROW_BYTES);
        for (int batch = 0; batch < 5; batch++) {
            write(batch * 100, 100);
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            retention.afterBatch(100, 100 * ROW_BYTES);
        }

        assertThat(dao.counts()).isOne();
        assertThat(dao.rows()).hasSizeLessThan(80);
    }

    @Test
    void fewLargeRowsAreRemovedAsFastAsManySmallOnes() {
        Retention retention = keeping(0, null, 8 * ROW_BYTES);
        write(0, 10);

        retention.afterBatch(10, 4L * 1024 * 1024);

        assertThat(dao.rows()).hasSize(7);
    }

    @Test
    void ofVeryLargeRowsFewAreRemovedInOneTransaction() {
        long rowBytes = 3L * 1024 * 1024;
        dao.rowBytes(row -> rowBytes);
        Retention retention = keeping(0, null, 10 * rowBytes);
        write(0, 100);

        for (int step = 0; step < 100; step++) {
            retention.whileIdle();
        }

        assertThat(dao.rows()).hasSizeLessThan(10);
        assertThat(dao.deletions()).allMatch(rows -> rows <= 5);
    }

    @Test
    void ofVeryLargeRowsThatAreTooManyOrTooOldAsWell() {
        dao.rowBytes(row -> 3L * 1024 * 1024);
        write(0, 100);
        Clock later = Clock.fixed(Captures.RECEIVED.plus(Duration.ofDays(2)), ZoneOffset.UTC);
        Retention many = keeping(50, null, null);
        Retention old = new Retention(dao, limits(0, Duration.ofDays(1), null), later, now::get);

        while (many.whileIdle() > 0) {}
        assertThat(dao.rows()).hasSize(50);
        while (old.whileIdle() > 0) {}

        assertThat(dao.rows()).isEmpty();
        assertThat(dao.deletions()).allMatch(rows -> rows <= 5);
    }

    @Test
    void asManySmallOnesGoAsCome() {
        write(0, 1000);
        Retention retention = keeping(1000, null, null);
        for (int batch = 0; batch < 5; batch++) {
            write(1000 + batch * 300, 300);
            retention.afterBatch(300, 300 * ROW_BYTES);
            assertThat(dao.rows()).hasSize(1000);
        }
        assertThat(dao.deletions()).allMatch(rows -> rows <= 200);
    }

    /** What goes is a thousand times as large as what comes; the rest of it goes when the writer rests. */
    @Test
    void noCommitWaitsForMoreThanOneRemovalOfLargeRows() {
        dao.rowBytes(row -> row.id().compareTo(Captures.id(1000)) < 0 ? 4L * 1024 * 1024 : ROW_BYTES);
        write(0, 1000);
        Clock later = Clock.fixed(Captures.RECEIVED.plus(Duration.ofDays(2)), ZoneOffset.UTC);
        Retention many = keeping(1000, null, null);
        Retention old = new Retention(dao, limits(0, Duration.ofDays(1), null), later, now::get);
        Retention large = keeping(0, null, 1000 * ROW_BYTES);
        List<Retention> all = List.of(many, old, large);
        for (int batch = 0; batch < all.size(); batch++) {
            write(1000 + batch * 300, 300);
            all.get(batch).afterBatch(300, 300 * ROW_BYTES);
            assertThat(dao.deletions()).hasSize(batch + 1).containsOnly(4);
        }

        many.distrust();
        while (many.whileIdle() > 0) {}
        assertThat(dao.rows()).hasSize(1000);
    }

    /** The writer never rests, and what comes is a thousand times as large as what goes. */
    @Test
    void asManyBytesOfSmallOldRowsGoAsComeWithLargeOnes() {
        dao.rowBytes(row -> row.id().compareTo(Captures.id(8_000)) < 0 ? ROW_BYTES : 1000 * ROW_BYTES);
        write(0, 8_000);
        long limit = 10_000 * ROW_BYTES;
        Retention retention = keeping(0, null, limit);
        for (int batch = 0; batch < 40; batch++) {
            write(8_000 + batch, 1);
            now.addAndGet(Duration.ofMillis(64).toNanos());
            retention.afterBatch(1, 5L * 1024 * 1024);

            assertThat(dao.usedBytes()).isLessThanOrEqualTo(limit * 7 / 8);
        }
        assertThat(dao.deletions()).allMatch(rows -> rows <= 200);
        assertThat(dao.rows()).hasSize(8);
    }

    /** A record of 40 MB is one of the batch; the commits after it wait for the rest of what it pushes out. */
    @Test
    void noCommitWaitsForAllTheSmallRowsThatAVeryLargeOnePushesOut() {
        dao.rowBytes(row -> row.id().compareTo(Captures.id(30_000)) < 0 ? 2 * ROW_BYTES : 40_000 * ROW_BYTES);
        write(0, 30_000);
        Retention retention = keeping(0, null, 70_000 * ROW_BYTES);
        write(30_000, 1);

        int removed = 0;
        for (int batch = 0; batch < 4; batch++) {
            retention.afterBatch(batch == 0 ? 1 : 0, batch == 0 ? 40_000 * ROW_BYTES : 0);
            int before = removed;
            removed = dao.deletions().stream().mapToInt(Integer::intValue).sum();
            assertThat(removed - before).isBetween(4_000, 4_400);
        }
        retention.afterBatch(0, 0);

        assertThat(dao.usedBytes()).isLessThanOrEqualTo(70_000 * ROW_BYTES * 7 / 8);
        assertThat(dao.deletions()).allMatch(rows -> rows <= 200);
    }

    /** The writer never rests, and each record alone is larger than what may go behind one commit. */
    @Test
    void aFileGrowsPastItsSizeBy64MegabytesAtMostHoweverLargeWhatComesIs() {
        long large = 40L << 20;
        long limit = 400L << 20;
        dao.rowBytes(row -> row.id().compareTo(Captures.id(8_750)) < 0 ? 40L << 10 : large);
        write(0, 8_750);
        Retention retention = keeping(0, null, limit);
        long most = 0;
        for (int batch = 0; batch < 12; batch++) {
            write(8_750 + batch, 1);
            now.addAndGet(Duration.ofMillis(64).toNanos());
            retention.afterBatch(1, large);
            most = Math.max(most, dao.usedBytes());
        }

        assertThat(most).isBetween(limit * 7 / 8 + (32L << 20), limit * 7 / 8 + (64L << 20));
    }

    /** The writer never rests: for each 16 MB that have to go, one commit's calls are too many; all go in the end. */
    @Test
    void whileLargeOldRowsGoNoMoreAreTooManyThanComeMeanwhile() {
        dao.rowBytes(row -> row.id().compareTo(Captures.id(100)) < 0 ? 4L * 1024 * 1024 : ROW_BYTES);
        write(0, 100);
        Retention retention = keeping(100, null, null);
        List<Integer> kept = new ArrayList<>();
        for (int batch = 0; batch < 69; batch++) {
            write(100 + batch * 128, 128);
            retention.afterBatch(128, 128 * ROW_BYTES);
            kept.add(dao.rows().size());
        }

        assertThat(kept).element(24).isEqualTo(100 + 25 * (128 - 4));
        assertThat(kept).allMatch(rows -> rows <= 100 + 25 * (128 - 4)).last().isEqualTo(100);
    }

    @Test
    void whereOnlyTheOldestAreLargeFewOfThemAreRemovedInOneTransaction() {
        dao.rowBytes(row -> row.id().compareTo(Captures.id(100)) < 0 ? 8L * 1024 * 1024 : ROW_BYTES);
        write(0, 5_000);
        Retention retention = keeping(4_000, null, null);

        while (retention.whileIdle() > 0) {}

        assertThat(dao.rows()).hasSize(4_000);
        assertThat(dao.deletions().subList(0, 50)).containsOnly(2);
        assertThat(dao.deletions().subList(50, 54)).containsOnly(200);
    }

    private void write(int first, int count) {
        IntStream.range(first, first + count)
                .forEach(i -> dao.write(List.of(assembler.assemble(Captures.completed(i)))));
    }

    private Retention keeping(long maxHistory, @Nullable Duration maxAge, @Nullable Long maxBytes) {
        return new Retention(dao, limits(maxHistory, maxAge, maxBytes), Clock.systemUTC(), now::get);
    }

    private static StoreSettings limits(long maxHistory, @Nullable Duration maxAge, @Nullable Long maxBytes) {
        return new StoreSettings(Path.of("unused"), maxHistory, maxAge, maxBytes, List.of());
    }
}
