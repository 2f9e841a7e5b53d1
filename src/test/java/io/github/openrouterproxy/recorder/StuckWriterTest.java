package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import io.github.openrouterproxy.testing.NoLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the writer waits for, somebody holds the file, and new calls are refused where recording is demanded. */
@Timeout(20)
class StuckWriterTest {
    private static final int HISTORY = 100;
    private static final int ROOM = 1 << 16;
    /** Not removed for those behind it. */
    private static final int NEWEST = 5_000;

    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private Recorder recorder = recorder(Costing.NONE);
    private CountDownLatch stuck = new CountDownLatch(0);

    @AfterEach
    void stop() {
        stuck.countDown();
        recorder.stop();
    }

    @Test
    void whileItBringsAnOlderFileUpToDate() {
        dao.leavesOutOfFigures(1000);
        stuck = dao.stallOtherWork();

        recorder.start();

        assertRefusesUntilItGoesOn();
    }

    /** Behind a batch, before it is idle. */
    @Test
    void whileItRemovesWhatIsTooMuch() {
        CountDownLatch commit = dao.stall();
        recorder.start();
        for (int i = 1; i <= 3 * HISTORY; i++) {
            recorder.ended(Captures.completed(i), mayEnd -> {});
        }
        stuck = dao.stallOtherWork();

        commit.countDown();

        await(() -> recorder.stats().recorded() > HISTORY);
        assertRefusesUntilItGoesOn();
    }

    @Test
    void whileItAddsWhatCallsCost() {
        recorder = recorder(new Costing() {
            @Override
            public Understanding of(CapturedExchange call, Understanding understood) {
                return understood;
            }

            @Override
            public List<TokenUsage> settle(ExchangeWriteDao into) {
                return into.complete(List.of());
            }
        });
        stuck = dao.stallOtherWork();

        recorder.start();

        assertRefusesUntilItGoesOn();
    }

    @Test
    void whatFindsNoRoomMayTakeOnlySoMuch() {
        recorder = recorder(Costing.NONE, ROOM);
        recorder.start();
        stuck = dao.stall();
        recorder.ended(Captures.completed(1), mayEnd -> {});
        String longUrl = Captures.URL + "?" + "x".repeat(ROOM / 8);

        for (int i = 2; i < 100; i++) {
            recorder.ended(
                    Captures.captured(i, longUrl, Headers.NONE, null, "{}", new Outcome.Completed()), mayEnd -> {});
        }

        assertThat(recorder.stats().waitingBytes()).isBetween(ROOM * 1L, 2L * ROOM);
        assertThat(recorder.stats().dropped()).isGreaterThan(80);
    }

    @Test
    void longKeysTakeRoomLikeAnythingElse() {
        recorder = recorder(Costing.NONE, ROOM);
        recorder.start();
        stuck = dao.stall();
        Credential longKey = new Credential("x".repeat(ROOM / 8));

        for (int i = 1; i < 100; i++) {
            recorder.ended(
                    Captures.captured(i, Captures.URL, Headers.NONE, longKey, "{}", new Outcome.Completed()),
                    mayEnd -> {});
        }

        assertThat(recorder.stats().waiting()).isLessThan(2 * 8);
    }

    /** Its row would say until the next start that it runs. */
    @Test
    void whatHasARowIsKnownToHaveEndedHoweverManyWait() {
        recorder = recorder(Costing.NONE, ROOM);
        recorder.start();
        recorder.began(Captures.call(NEWEST));
        await(() -> dao.row(Captures.id(NEWEST)).isPresent());
        stuck = dao.stall();
        for (int i = 1; i < 1000; i++) {
            recorder.ended(Captures.completed(i), mayEnd -> {});
        }

        recorder.ended(Captures.completed(NEWEST), mayEnd -> {});
        stuck.countDown();

        await(() -> dao.row(Captures.id(NEWEST)).orElseThrow().state() == ExchangeState.FINISHED);
        assertThat(dao.row(Captures.id(NEWEST)).orElseThrow().error())
                .startsWith("not recorded: too many records waited");
        assertThat(dao.row(Captures.id(999))).isEmpty();
    }

    private void assertRefusesUntilItGoesOn() {
        await(() -> !recorder.accepts());
        assertThat(recorder.stats().failing()).isTrue();
        stuck.countDown();
        await(recorder::accepts);
    }

    private Recorder recorder(Costing costing) {
        return recorder(costing, 1 << 24);
    }

    private Recorder recorder(Costing costing, long queueBytes) {
        return new Recorder(
                dao,
                new NoLog(),
                new KeyFingerprints(new byte[32]),
                new RecordingSettings(1 << 24, OnFailure.CLOSED, Duration.ofSeconds(30), StoredKeys.FINGERPRINT, null),
                new StoreSettings(Path.of("unused"), HISTORY, null, null, List.of()),
                Clock.systemUTC(),
                new Redaction(RedactionRules.NONE, Long.MAX_VALUE),
                costing,
                new RecorderLimits(10 * HISTORY, queueBytes, Duration.ofMillis(500)));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
