package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import io.github.openrouterproxy.testing.NoLog;
import io.github.openrouterproxy.testing.logs.Heard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RecorderTest {
    private static final int HISTORY = 1000;
    private static final int QUEUE_BYTES = 1 << 22;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(30);

    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private Recorder recorder = recorder(OnFailure.OPEN, LONG, 1000);

    @AfterEach
    void stop() {
        dao.repair();
        recorder.stop();
    }

    @Test
    void anEndedCallIsInTheDatabaseWhenItIsSettled() throws InterruptedException {
        recorder.start();
        CountDownLatch settled = new CountDownLatch(1);
        AtomicReference<Boolean> wasThere = new AtomicReference<>();

        recorder.ended(Captures.completed(1), mayEnd -> {
            wasThere.set(dao.row(Captures.id(1)).isPresent());
            settled.countDown();
        });

        assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(wasThere.get()).isTrue();
        assertThat(recorder.stats()).isEqualTo(new RecorderStats(1, 0, 0, 0, 0, 0, 0, false, null));
    }

    @Test
    void aClientIsLetGoWhenTheDatabaseIsStuckAndTheRecordComesLater() throws InterruptedException {
        recorder = recorder(OnFailure.OPEN, SHORT, 1000);
        recorder.start();
        CountDownLatch stuck = dao.stall();
        CountDownLatch settled = new CountDownLatch(1);
        try (Heard log = Heard.from(WriteHealth.class)) {
            recorder.ended(Captures.completed(1), mayEnd -> settled.countDown());

            assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
            await(() -> log.lines().contains("records take longer than calls wait for them"));
        }
        await(() -> recorder.stats().late() == 1);
        assertThat(dao.rows()).isEmpty();
        stuck.countDown();
        await(() -> dao.row(Captures.id(1)).isPresent());
    }

    @Test
    void aRehearsalEndsAndLeavesNothing() {
        recorder.rehearse(Captures.completed(1));
        recorder.rehearse(Captures.completed(2));
        assertThat(recorder.isRehearsing()).isTrue();
        recorder.start();

        await(() -> !recorder.isRehearsing());

        assertThat(dao.rehearsed()).isNotEmpty();
        assertThat(dao.rows()).isEmpty();
        assertThat(recorder.stats()).isEqualTo(new RecorderStats(0, 0, 0, 0, 0, 0, 0, false, null));
        recorder.rehearse(Captures.completed(3));
        await(() -> !recorder.isRehearsing());
    }

    @Test
    void aRehearsalThatFailsIsNoTroubleOfAnybody() throws InterruptedException {
        dao.breakDown();
        recorder.start();
        recorder.rehearse(Captures.completed(1));
        await(() -> !recorder.isRehearsing());

        assertThat(recorder.stats().failing()).isFalse();
        dao.repair();
        CountDownLatch settled = new CountDownLatch(1);
        recorder.ended(Captures.completed(2), mayEnd -> settled.countDown());
        assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallThatRunsForAMomentIsThereAsInFlight() {
        recorder.start();
        long began = System.nanoTime();

        recorder.began(Captures.call(1));

        await(() -> dao.row(Captures.id(1)).isPresent());
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(Duration.ofNanos(InFlightCalls.SHOWN_AFTER));
        assertThat(dao.row(Captures.id(1)).map(Exchange::state)).contains(ExchangeState.IN_FLIGHT);
    }

    @Test
    void whatRanWhenTheLastProcessEndedIsInterrupted() {
        recorder.start();
        recorder.began(Captures.call(1));
        await(() -> dao.row(Captures.id(1)).isPresent());
        recorder.stop();

        recorder = recorder(OnFailure.OPEN, LONG, 1000);
        recorder.start();

        assertThat(dao.row(Captures.id(1)).map(Exchange::state)).contains(ExchangeState.INTERRUPTED);
    }

    @Test
    void newCallsAreRefusedWhileRecordsCannotBeWrittenIfSoAsked() {
        recorder = recorder(OnFailure.CLOSED, SHORT, 1000);
        recorder.start();
        assertThat(recorder.accepts()).isTrue();
        dao.breakDown();

        recorder.ended(Captures.completed(1), mayEnd -> {});

        await(() -> !recorder.accepts());
        assertThat(recorder.stats().lastError()).isEqualTo("disk full");
        dao.repair();
        await(recorder::accepts);
        assertThat(dao.row(Captures.id(1))).isPresent();
    }

    @Test
    void newCallsAreRefusedAsSoonAsACommitTakesTooLongIfSoAsked() {
        recorder = recorder(OnFailure.CLOSED, LONG, 1000);
        recorder.start();
        CountDownLatch stuck = dao.stall();

        recorder.ended(Captures.completed(1), mayEnd -> {});

        assertThat(recorder.accepts()).isTrue();
        await(() -> !recorder.accepts());
        assertThat(recorder.stats().failing()).isTrue();
        stuck.countDown();
        await(recorder::accepts);
    }

    @Test
    void newCallsAreTakenWhileRecordsCannotBeWrittenOtherwise() {
        recorder.start();
        dao.breakDown();

        recorder.ended(Captures.completed(1), mayEnd -> {});

        await(() -> recorder.stats().failing());
        assertThat(recorder.accepts()).isTrue();
    }

    @Test
    void whatCannotBeWrittenInTimeMayNotEndWhenRecordingIsDemanded() throws InterruptedException {
        recorder = recorder(OnFailure.CLOSED, SHORT, 1000);
        recorder.start();
        dao.breakDown();
        BlockingQueue<Boolean> mayEnd = new LinkedBlockingQueue<>();

        recorder.ended(Captures.completed(1), mayEnd::add);

        assertThat(mayEnd.poll(10, TimeUnit.SECONDS)).isFalse();
        dao.repair();
        await(() -> dao.row(Captures.id(1)).isPresent());
        recorder.ended(Captures.completed(2), mayEnd::add);
        assertThat(mayEnd.poll(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatDoesNotFitIsDroppedCountedAndSettledButNotInTheCaller() throws InterruptedException {
        recorder = recorder(OnFailure.OPEN, LONG, 2);
        recorder.start();
        CountDownLatch stuck = dao.stall();
        recorder.ended(Captures.completed(1), mayEnd -> {});
        recorder.ended(Captures.completed(2), mayEnd -> {});
        CountDownLatch settled = new CountDownLatch(1);
        AtomicReference<Thread> settler = new AtomicReference<>();

        recorder.ended(Captures.completed(3), mayEnd -> {
            settler.set(Thread.currentThread());
            settled.countDown();
        });

        assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(settler.get()).isNotSameAs(Thread.currentThread());
        assertThat(recorder.stats().dropped()).isEqualTo(1);
        assertThat(recorder.stats().waiting()).isEqualTo(3);
        stuck.countDown();
        await(() -> dao.row(Captures.id(3)).isPresent());
        assertThat(dao.row(Captures.id(3))).hasValueSatisfying(outline -> {
            assertThat(outline.state()).isEqualTo(ExchangeState.FINISHED);
            assertThat(outline.error()).isEqualTo("not recorded: too many records waited to be written");
            assertThat(outline.requestBody()).isEqualTo(Body.EMPTY);
        });
    }

    @Test
    void whatIsTooLargeForTheQueueKeepsItsEndsItsLengthAndItsHash() {
        recorder.start();
        CountDownLatch stuck = dao.stall();
        String large = " ".repeat(QUEUE_BYTES) + "x";

        recorder.ended(Captures.completed(1, large), mayEnd -> {});

        assertThat(recorder.stats().dropped()).isZero();
        stuck.countDown();
        await(() -> recorder.stats().recorded() == 1);
        assertThat(recorder.stats().truncated()).isEqualTo(1);
        assertThat(dao.row(Captures.id(1))).hasValueSatisfying(row -> {
            assertThat(row.error()).isNull();
            assertThat(row.response()).isNotNull();
            Body body = row.responseBody();
            assertThat(body.length()).isEqualTo(large.length());
            assertThat(body.truncated()).isTrue();
            assertThat(body.bytes()).hasSize(64 * 1024);
            assertThat(body.tail()).hasSize(64 * 1024).endsWith('x');
            assertThat(body.sha256()).isEqualTo(sha256(large.getBytes(StandardCharsets.US_ASCII)));
        });
    }

    /** As when the heap is full for a moment. */
    @Test
    void errorsWhileItWritesWhatRunsOrSettlesDoNotEndTheWriter() throws InterruptedException {
        recorder.start();
        recorder.began(new InFlightCall() {
            @Override
            public ExchangeId id() {
                return Captures.id(1);
            }

            @Override
            public CapturedExchange snapshot() {
                throw new OutOfMemoryError("of the test");
            }
        });
        Thread.sleep(2 * Duration.ofNanos(InFlightCalls.SHOWN_AFTER).toMillis());
        CountDownLatch both = new CountDownLatch(2);
        recorder.ended(Captures.completed(1), mayEnd -> {
            both.countDown();
            throw new OutOfMemoryError("of the test");
        });
        recorder.ended(Captures.completed(2), mayEnd -> both.countDown());

        assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dao.rows()).hasSize(2);
    }

    @Test
    void anErrorBetweenTwoBatchesIsShownAndTheNextIsWritten() {
        AtomicBoolean fails = new AtomicBoolean(true);
        recorder = recorder(OnFailure.CLOSED, LONG, new Costs(fails::get, () -> {
            if (fails.get()) {
                throw new OutOfMemoryError("of the test");
            }
        }));
        recorder.start();
        await(() -> !recorder.accepts());
        assertThat(recorder.stats().lastError()).isEqualTo("of the test");

        fails.set(false);
        recorder.ended(Captures.completed(1), mayEnd -> {});

        await(() -> dao.row(Captures.id(1)).isPresent());
        await(recorder::accepts);
    }

    @Test
    void whatBecameKnownOfCostsJustBeforeTheEndIsWritten() {
        AtomicBoolean unsettled = new AtomicBoolean();
        recorder = recorder(OnFailure.OPEN, LONG, new Costs(unsettled::get, () -> unsettled.set(false)));
        recorder.start();
        await(recorder::accepts);
        unsettled.set(true);

        recorder.stop();

        assertThat(unsettled).isFalse();
    }

    @Test
    void whatEndsStaysThoughMoreCallsRunThanAreKept() {
        recorder.start();
        IntStream.range(0, HISTORY + 100).forEach(i -> recorder.began(Captures.call(i)));
        await(() -> dao.rows().size() == HISTORY + 100);

        recorder.ended(Captures.completed(1), mayEnd -> {});

        await(() -> recorder.stats().recorded() == 1);
        recorder.stop();
        assertThat(dao.row(Captures.id(1)).map(Exchange::state)).contains(ExchangeState.FINISHED);
    }

    @Test
    void aStopWaitsForAsLongAsRecordsAreWritten() {
        recorder.start();
        CountDownLatch stuck = dao.stall();
        IntStream.range(0, 1000).forEach(i -> recorder.ended(Captures.completed(i), mayEnd -> {}));
        dao.takes(() -> LockSupport.parkNanos(Duration.ofMillis(100).toNanos()));
        stuck.countDown();

        recorder.stop();

        assertThat(recorder.stats().recorded()).isEqualTo(1000);
    }

    @Test
    void theTimesOfVeryManyPiecesAreGivenUpBeforeARecordIs() {
        recorder.start();
        CountDownLatch stuck = dao.stall();
        Pieces many = new Pieces(new byte[QUEUE_BYTES], 1_000_000);

        recorder.ended(Captures.completedIn(1, many), mayEnd -> {});

        assertThat(recorder.stats().dropped()).isZero();
        stuck.countDown();
        await(() -> dao.row(Captures.id(1)).isPresent());
        assertThat(dao.row(Captures.id(1))).hasValueSatisfying(row -> {
            assertThat(row.responseBody().bytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{}");
            assertThat(row.pieces()).isEqualTo(new Pieces(new byte[0], 1_000_000));
        });
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void stoppingWritesWhatIsQueued() {
        recorder.start();
        CountDownLatch stuck = dao.stall();
        for (int i = 0; i < 500; i++) {
            recorder.ended(Captures.completed(i), mayEnd -> {});
        }
        stuck.countDown();

        recorder.stop();

        assertThat(dao.rows()).hasSize(500);
    }

    @Test
    void stoppingDoesNotWaitForeverForAStuckDatabaseAndLetsEveryClientGo() throws InterruptedException {
        recorder.start();
        CountDownLatch stuck = dao.stall();
        CountDownLatch settled = new CountDownLatch(2);
        recorder.ended(Captures.completed(1), mayEnd -> settled.countDown());

        recorder.stop();
        recorder.ended(Captures.completed(2), mayEnd -> settled.countDown());

        assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
        stuck.countDown();
    }

    @Test
    void underLoadEveryCallIsSettledOnceAndNoneThatEndedIsShownAsRunning() throws InterruptedException {
        recorder = recorder(OnFailure.OPEN, LONG, 100_000);
        recorder.start();
        int callers = 4;
        int calls = 2000;
        AtomicIntegerArray settled = new AtomicIntegerArray(callers * calls);
        CountDownLatch all = new CountDownLatch(callers * calls);
        for (int caller = 0; caller < callers; caller++) {
            int first = caller * calls;
            Thread thread = new Thread(() -> callInWaves(first, calls, settled, all));
            thread.start();
        }

        assertThat(all.await(15, TimeUnit.SECONDS)).isTrue();

        recorder.stop();
        assertThat(IntStream.range(0, settled.length()).map(settled::get)).containsOnly(1);
        assertThat(recorder.stats().recorded()).isEqualTo(settled.length());
        assertThat(recorder.stats().running()).isZero();
        Map<ExchangeId, ExchangeState> last = new HashMap<>();
        dao.batches().stream()
                .flatMap(List::stream)
                .forEach(row -> assertThat(last.put(row.id(), row.state()))
                        .as("what %s came after", row.state())
                        .isNotEqualTo(ExchangeState.FINISHED));
        assertThat(last).hasSize(callers * calls);
        assertThat(last.values()).containsOnly(ExchangeState.FINISHED);
    }

    /** Half of the calls run long enough to be shown: the last of a hundred ends as soon as the first was seen. */
    private void callInWaves(int first, int calls, AtomicIntegerArray settled, CountDownLatch all) {
        for (int wave = first; wave < first + calls; wave += 100) {
            int begin = wave;
            for (int i = begin; i < begin + 100; i++) {
                recorder.began(Captures.call(i));
            }
            if (begin % 200 == 0) {
                await(() -> dao.row(Captures.id(begin)).isPresent());
            }
            for (int i = begin; i < begin + 100; i++) {
                int number = i;
                recorder.ended(Captures.completed(i), mayEnd -> {
                    settled.incrementAndGet(number);
                    all.countDown();
                });
            }
        }
    }

    private Recorder recorder(OnFailure onFailure, Duration maxWait, int queueRecords) {
        return recorder(onFailure, maxWait, queueRecords, Costing.NONE);
    }

    private Recorder recorder(OnFailure onFailure, Duration maxWait, Costing costing) {
        return recorder(onFailure, maxWait, 1000, costing);
    }

    private Recorder recorder(OnFailure onFailure, Duration maxWait, int queueRecords, Costing costing) {
        return new Recorder(
                dao,
                new NoLog(),
                new KeyFingerprints(new byte[32]),
                new RecordingSettings(1 << 24, onFailure, maxWait, StoredKeys.FINGERPRINT, null),
                new StoreSettings(Path.of("unused"), HISTORY, null, null, List.of()),
                Clock.systemUTC(),
                new Redaction(RedactionRules.NONE, Long.MAX_VALUE),
                costing,
                new RecorderLimits(queueRecords, QUEUE_BYTES, Duration.ofMillis(500)));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private record Costs(BooleanSupplier unsettled, Runnable settling) implements Costing {
        @Override
        public Understanding of(CapturedExchange call, Understanding understood) {
            return understood;
        }

        @Override
        public List<TokenUsage> settle(ExchangeWriteDao unused) {
            settling.run();
            return List.of();
        }

        @Override
        public boolean isUnsettled() {
            return unsettled.getAsBoolean();
        }
    }
}
