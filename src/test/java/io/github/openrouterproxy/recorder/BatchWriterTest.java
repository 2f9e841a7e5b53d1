package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.recorder.figures.CallFigures;
import io.github.openrouterproxy.recorder.retention.Retention;
import io.github.openrouterproxy.testing.NoLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private static final int ROOM = 10_000;

    private final AtomicLong now = new AtomicLong();
    /** Between two looks at the clock. */
    private final AtomicLong pace = new AtomicLong();

    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private final RecordQueue queue = new RecordQueue(ROOM, 1 << 28);
    private final InFlightCalls inFlight = new InFlightCalls();
    private final Settlements settlements = new Settlements(Long.MAX_VALUE / 2, true, now::get, () -> {});
    private final WriteHealth health = new WriteHealth();
    private final NoLog log = new NoLog();
    private final Checkpointer checkpointer = new Checkpointer(log);
    private final CallFigures figures = new CallFigures();
    private final List<Integer> settled = new ArrayList<>();
    private final BatchWriter writer = new BatchWriter(
            queue,
            inFlight,
            dao,
            Recorders.assembler(),
            new Retention(
                    dao, new StoreSettings(Path.of("unused"), 0, null, null, List.of()), Clock.systemUTC(), now::get),
            checkpointer,
            health,
            figures,
            () -> now.addAndGet(pace.get()));

    @Test
    void theWaitForACommitLastsUntilItIsDone() {
        end(1);
        dao.takes(() -> now.addAndGet(Duration.ofSeconds(3).toNanos()));

        assertThat(writer.round()).isZero();

        assertThat(figures.commits().sumSeconds()).isEqualTo(3);
    }

    @Test
    void whatBecomesKnownOfEarlierCallsIsCountedWithTheCommitThatAddsIt() {
        dao.addsLate(new TokenUsage(10L, 2L, null, null, null, 5L), new TokenUsage(1L, null, null, null, null, null));
        dao.breakDown();
        end(1);
        writer.round();
        assertThat(figures.tokens()).isEmpty();

        dao.repair();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        writer.round();

        assertThat(figures.tokens()).containsEntry("input", 11L).containsEntry("output", 2L);
        assertThat(figures.costNanos()).isEqualTo(5);
    }

    @Test
    void whatIsNotInTheFiguresIsTakenInWhileThereIsNothingToWrite() {
        dao.leavesOutOfFigures(450);

        assertThat(writer.round()).isZero();
        assertThat(writer.round()).isZero();
        assertThat(writer.round()).isPositive();

        assertThat(dao.outsideFigures()).isZero();
    }

    @Test
    void oldHashesAreTakenAwayWhileThereIsNothingToWriteAndTheLogIsCopied() {
        dao.holdsOldHashes(2);

        assertThat(writer.round()).isZero();
        assertThat(writer.round()).isZero();
        assertThat(writer.round()).isPositive();
        checkpointer.round();

        assertThat(log.checkpoints()).isEqualTo(1);
    }

    @Test
    void figuresThatCannotBeTakenInAreTriedAgainLater() {
        dao.leavesOutOfFigures(1);
        dao.breakDown();

        assertThat(Duration.ofNanos(writer.round())).isEqualTo(Duration.ofSeconds(5));
        dao.repair();
        assertThat(writer.round()).isPositive();
        assertThat(dao.outsideFigures()).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        writer.round();

        assertThat(dao.outsideFigures()).isZero();
    }

    /** As when a class is missing: it fails again and again. */
    @Test
    void anErrorThatLastsWhileOldExchangesAreWorkedOffIsTriedAgainLaterToo() {
        dao.leavesOutOfFigures(1);
        dao.failsWith(new NoClassDefFoundError("of the test"));

        assertThat(Duration.ofNanos(writer.round())).isEqualTo(Duration.ofSeconds(5));
        dao.repair();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        writer.round();

        assertThat(dao.outsideFigures()).isZero();
    }

    @Test
    void oneCallIsWrittenAtOnce() {
        end(1);

        assertThat(writer.round()).isZero();

        assertThat(dao.rows()).hasSize(1);
        assertThat(settled).containsExactly(1);
        assertThat(writer.round()).isEqualTo(Doorbell.UNTIL_RUNG);
    }

    @Test
    void aRecordSaysHowLongItsCommitWasWaitedForAndIsCountedOnce() {
        CapturedExchange call = Captures.completed(1);
        Timing ended = new Timing(Captures.RECEIVED, null, null, null, null, Duration.ofMillis(100));
        dao.breakDown();
        end(new CapturedExchange(
                call.id(),
                call.request(),
                null,
                call.requestBody(),
                call.response(),
                call.responseBody(),
                Pieces.NONE,
                ended,
                List.of(),
                call.outcome()));
        long unused = writer.round();
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        dao.repair();

        roundsUntilIdle();

        assertThat(dao.rows().get(0).timing()).isEqualTo(ended.committedAt(Duration.ofMillis(2100)));
        assertThat(figures.calls()).containsExactly(Map.entry(new CallFigures.Ending("2xx", false), 1L));
        assertThat(figures.commits().sumSeconds()).isEqualTo(2);
    }

    @Test
    void manyAreWrittenInBatchesInTheOrderTheyEnded() {
        for (int i = 0; i < 300; i++) {
            end(i);
        }

        roundsUntilIdle();

        assertThat(dao.batches()).extracting(List::size).containsExactly(128, 128, 44);
        assertThat(settled).isSorted().hasSize(300);
        assertThat(queue.bytes()).isZero();
        assertThat(queue.count()).isZero();
    }

    @Test
    void largeOnesMakeSmallBatches() {
        String large = "x".repeat(3 * 1024 * 1024);
        for (int i = 0; i < 4; i++) {
            end(Captures.completed(i, large));
        }

        roundsUntilIdle();

        assertThat(dao.batches()).extracting(List::size).containsExactly(2, 2);
    }

    @Test
    void nothingIsSettledBeforeItIsWritten() {
        dao.breakDown();
        end(1);
        writer.round();
        assertThat(settled).isEmpty();
        assertThat(health.isFailing()).isTrue();

        dao.repair();
        roundsUntilIdle();

        assertThat(settled).containsExactly(1);
        assertThat(health.isFailing()).isFalse();
        assertThat(health.lastError()).isEqualTo("disk full");
    }

    @Test
    void aBrokenDatabaseIsTriedAgainAfterPausesThatGrowToASecond() {
        dao.breakDown();
        end(1);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long pause = writer.round();
            pauses.add(Duration.ofNanos(pause).toMillis());
            assertThat(writer.isPausing()).isTrue();
            now.addAndGet(pause);
        }

        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L);
        assertThat(health.dropped()).isZero();
    }

    @Test
    void aRecordThatTheDatabaseRefusesDoesNotBlockTheOthersAndLeavesItsOutline() {
        dao.refuse(exchange ->
                exchange.id().equals(Captures.id(7)) && !exchange.responseBody().isEmpty());
        for (int i = 0; i < 20; i++) {
            end(i);
        }

        roundsUntilIdle();

        assertThat(settled).hasSize(20).doesNotHaveDuplicates();
        assertThat(dao.rows()).hasSize(20);
        assertThat(dao.row(Captures.id(7)).map(Exchange::error)).contains("not recorded: row refused");
        assertThat(health.dropped()).isEqualTo(1);
        assertThat(health.isFailing()).isFalse();
        assertThat(queue.bytes()).isZero();
        assertThat(Duration.ofNanos(now.get())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aRecordForWhichThereIsNoRoomWaitsWholeThoughItsOutlineWouldFit() {
        dao.lacksRoomFor(exchange -> !exchange.responseBody().isEmpty());
        end(1);
        for (int i = 0; i < 20; i++) {
            now.addAndGet(writer.round());
        }
        assertThat(dao.rows()).isEmpty();

        dao.lacksRoomFor(exchange -> false);
        roundsUntilIdle();

        assertThat(dao.rows()).singleElement().satisfies(row -> {
            assertThat(row.error()).isNull();
            assertThat(row.responseBody().isEmpty()).isFalse();
        });
        assertThat(health.dropped()).isZero();
    }

    @Test
    void aRunningCallThatTheDatabaseRefusesDoesNotBlockTheOthers() {
        dao.refuse(exchange -> exchange.state() == ExchangeState.IN_FLIGHT);
        inFlight.began(Captures.call(1), 0);
        now.set(InFlightCalls.SHOWN_AFTER);
        end(2);

        roundsUntilIdle();

        assertThat(dao.rows()).extracting(Exchange::id).containsExactly(Captures.id(2));
        end(1);
        roundsUntilIdle();
        assertThat(dao.rows()).hasSize(2);
    }

    @Test
    void aRunningCallIsShownInTimeAndNotBefore() {
        inFlight.began(Captures.call(1), 0);

        now.set(InFlightCalls.SHOWN_AFTER - 1);
        assertThat(writer.round()).isEqualTo(1);
        assertThat(dao.rows()).isEmpty();
        now.set(InFlightCalls.SHOWN_AFTER);
        writer.round();

        assertThat(dao.rows()).extracting(Exchange::state).containsExactly(ExchangeState.IN_FLIGHT);
    }

    @Test
    void aRunningCallGoesAlongWithWhatIsWrittenAnyway() {
        inFlight.began(Captures.call(1), 0);
        inFlight.began(Captures.call(2), 1);
        now.set(InFlightCalls.GOES_ALONG_AFTER);
        end(3);

        writer.round();

        assertThat(dao.batches())
                .singleElement()
                .satisfies(batch ->
                        assertThat(batch).extracting(Exchange::id).containsExactly(Captures.id(3), Captures.id(1)));
    }

    @Test
    void oneThatMustBeShownTakesTheNextOnesAlong() {
        inFlight.began(Captures.call(1), 0);
        inFlight.began(Captures.call(2), InFlightCalls.TOGETHER);
        inFlight.began(Captures.call(3), InFlightCalls.TOGETHER + 1);
        now.set(InFlightCalls.SHOWN_AFTER);

        writer.round();

        assertThat(dao.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(2));
    }

    @Test
    void aCallThatEndedInTimeIsNeverShownAsRunning() {
        inFlight.began(Captures.call(1), 0);
        end(1);
        now.set(InFlightCalls.SHOWN_AFTER);

        roundsUntilIdle();

        assertThat(dao.batches()).hasSize(1);
        assertThat(dao.rows()).extracting(Exchange::state).containsExactly(ExchangeState.FINISHED);
    }

    @Test
    void aRowThatSaysRunningNeverFollowsOneThatSaysFinished() {
        CapturedExchange[] seen = {Captures.running(1, "")};
        inFlight.began(Captures.call(1, seen), 0);
        now.set(InFlightCalls.SHOWN_AFTER);
        writer.round();
        seen[0] = Captures.running(1, "more");
        now.addAndGet(InFlightCalls.SHOWN_EVERY);
        end(1);
        seen[0] = Captures.running(1, "and more");

        roundsUntilIdle();

        assertThat(dao.batches())
                .extracting(batch -> batch.get(0).state())
                .containsExactly(ExchangeState.IN_FLIGHT, ExchangeState.FINISHED);
    }

    @Test
    void aRunningCallIsShownAgainEverySecondIfItMoved() {
        CapturedExchange[] seen = {Captures.running(1, "")};
        inFlight.began(Captures.call(1, seen), 0);
        now.set(InFlightCalls.SHOWN_AFTER);
        writer.round();

        now.addAndGet(InFlightCalls.SHOWN_EVERY);
        writer.round();
        assertThat(dao.batches()).as("nothing moved").hasSize(1);
        seen[0] = Captures.running(1, "more");
        writer.round();
        assertThat(dao.batches()).as("too early").hasSize(1);
        now.addAndGet(InFlightCalls.SHOWN_EVERY);
        writer.round();

        assertThat(dao.batches()).hasSize(2);
        assertThat(dao.row(Captures.id(1)).map(row -> row.responseBody().length()))
                .contains(4L);
    }

    @Test
    void thousandsOfStreamsAreRefreshedAFewAtATime() {
        List<CapturedExchange[]> calls = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            CapturedExchange[] seen = {Captures.running(i, "")};
            calls.add(seen);
            inFlight.began(Captures.call(i, seen), 0);
        }
        now.set(InFlightCalls.SHOWN_AFTER);
        roundsUntilIdle();
        dao.batches().clear();
        for (int i = 0; i < 1000; i++) {
            calls.get(i)[0] = Captures.running(i, "more");
        }

        now.addAndGet(InFlightCalls.SHOWN_EVERY);
        writer.round();
        long wait = writer.round();

        assertThat(dao.batches()).extracting(List::size).containsExactly(8);
        assertThat(Duration.ofNanos(wait)).isEqualTo(Duration.ofMillis(100));
    }

    /** The thread that redacts them writes the calls that ended, too. */
    @Test
    void rowsThatTakeLongToMakeAreMadeSeldom() {
        CapturedExchange[] seen = {Captures.running(1, "")};
        inFlight.began(Captures.call(1, seen), 0);
        now.set(InFlightCalls.SHOWN_AFTER);
        writer.round();
        pace.set(InFlightCalls.SHOWN_EVERY);
        seen[0] = Captures.running(1, "more");
        writer.round();
        pace.set(0);
        assertThat(dao.batches()).hasSize(2);

        seen[0] = Captures.running(1, "and more");
        now.addAndGet(5 * InFlightCalls.SHOWN_EVERY);
        writer.round();
        assertThat(dao.batches()).hasSize(2);
        now.addAndGet(5 * InFlightCalls.SHOWN_EVERY);
        writer.round();
        assertThat(dao.batches()).hasSize(3);
    }

    @Test
    void largeRunningCallsAreRefreshedFewAtATime() {
        List<CapturedExchange[]> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CapturedExchange[] seen = {Captures.running(i, "")};
            calls.add(seen);
            inFlight.began(Captures.call(i, seen), 0);
        }
        now.set(InFlightCalls.SHOWN_AFTER);
        roundsUntilIdle();
        dao.batches().clear();
        for (int i = 0; i < 20; i++) {
            calls.get(i)[0] = Captures.running(i, "x".repeat(1 << 20));
        }

        now.addAndGet(InFlightCalls.SHOWN_EVERY);
        writer.round();

        assertThat(dao.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(1));
    }

    @Test
    void runningCallsAreShownThoughThereAreFullBatchesOfEndedOnes() {
        inFlight.began(Captures.call(9000), 0);
        now.set(InFlightCalls.SHOWN_AFTER);
        for (int i = 0; i < 1000; i++) {
            end(i);
        }

        writer.round();

        assertThat(dao.row(Captures.id(9000))).isPresent();
    }

    private void end(int number) {
        end(Captures.completed(number));
    }

    private void end(CapturedExchange captured) {
        int number = (int) (captured.id().value() - Captures.id(0).value());
        inFlight.ended(captured.id());
        assertThat(queue.offer(
                        new PendingRecord(captured, settlements.await(mayEnd -> settled.add(number)), now.get())))
                .isTrue();
    }

    /** Lets time pass as fast as the writer waits. */
    private void roundsUntilIdle() {
        for (int i = 0; i < 1000; i++) {
            long wait = writer.round();
            if (writer.isDrained() && !health.isFailing() && wait > 0) {
                return;
            }
            now.addAndGet(wait == Doorbell.UNTIL_RUNG ? 0 : wait);
        }
        assertThat(writer.isDrained()).as("idle in the end").isTrue();
    }
}
