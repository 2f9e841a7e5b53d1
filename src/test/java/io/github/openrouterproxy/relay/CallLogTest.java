package io.github.openrouterproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private static final SpillFolder FOLDER = new SpillFolder(Path.of("unused"), task -> {}, (pause, task) -> {});

    private final CaptureBudget budget = new CaptureBudget(10_000_000, 5_000_000);

    @Test
    void takesNoMemoryForWhatComesAfterTheEnd() {
        assertThat(budget.beginCall(0)).isTrue();
        CallLog log = log();
        log.responsePiece(ByteBuffer.allocate(1000));
        assertThat(log.finish(new Outcome.ClientDisconnected())).isNotNull();
        log.release();
        assertThat(budget.free()).isEqualTo(5_000_000);

        log.responsePiece(ByteBuffer.allocate(1000));
        log.requestPiece(ByteBuffer.allocate(1000));

        assertThat(budget.free()).isEqualTo(5_000_000);
    }

    @Test
    void showsOfARunningCallWhatCameOfItsAnswer() {
        assertThat(budget.beginCall(0)).isTrue();
        CallLog log = log();
        log.responsePiece(ByteBuffer.wrap("one ".getBytes(StandardCharsets.UTF_8)));
        CapturedExchange first = log.snapshot();
        log.responsePiece(ByteBuffer.wrap("two".getBytes(StandardCharsets.UTF_8)));

        assertThat(first.responseBody().bytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("one ");
        CapturedExchange second = log.snapshot();
        assertThat(second.responseBody().bytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("one two");
        assertThat(second.responseBody().truncated())
                .as("what redacts it is not to take it for whole")
                .isTrue();
        assertThat(second.pieces().count()).isEqualTo(2);
    }

    /** To find keys in it, it would have to be decoded every time. */
    @Test
    void showsOfACompressedAnswerThatRunsItsLength() {
        assertThat(budget.beginCall(0)).isTrue();
        CallLog log = log();
        log.head(new ResponseHead(200, Headers.NONE.with("Content-Encoding", "gzip")));
        log.responsePiece(ByteBuffer.allocate(7));

        Body seen = log.snapshot().responseBody();

        assertThat(seen.length()).isEqualTo(7);
        assertThat(seen.bytes()).isEmpty();
    }

    @Test
    void showsOfALongAnswerThatRunsWhatIsInMemoryAndHowLongItIs() {
        assertThat(budget.beginCall(0)).isTrue();
        CallLog log = log();
        log.responsePiece(ByteBuffer.allocate(1_500_000));

        CapturedExchange seen = log.snapshot();

        assertThat(seen.responseBody().length()).isEqualTo(1_500_000);
        assertThat(seen.responseBody().bytes()).hasSize(1_000_000);
        assertThat(seen.responseBody().truncated()).isTrue();
    }

    @Test
    void anAttemptBeganWhenItWasMade() {
        CallLog log = log();
        Duration before = log.elapsed();
        log.attemptStarted(Duration.ZERO);
        Duration between = log.elapsed();
        log.attemptAnswered(503);
        pauseUntil(log, between.plusMillis(20));
        log.attemptStarted(Duration.ofMillis(20));
        Duration after = log.elapsed();
        log.head(new ResponseHead(200, Headers.NONE));

        List<Attempt> attempts =
                Objects.requireNonNull(log.finish(new Outcome.Completed())).attempts();
        assertThat(attempts.get(0).start()).isBetween(before, between);
        assertThat(attempts.get(1).start()).isBetween(between.plusMillis(20), after);
    }

    /** 16 MiB of it are in hand, for any attempt. */
    @Test
    void aRequestIsKeptForAnotherAttemptUpToSoMuch() {
        int most = 16 * 1024 * 1024;
        CaptureBudget plenty = new CaptureBudget(100_000_000, 100_000_000);
        CallLog kept = log(50_000_000, plenty, FOLDER);
        assertThat(kept.keepsRequest(most)).isTrue();
        assertThat(kept.keepsRequest(most + 1)).isFalse();
        kept.requestPiece(ByteBuffer.allocate(most));
        kept.requestComplete();
        assertThat(kept.wholeRequest()).hasSize(most);

        CallLog larger = log(50_000_000, plenty, FOLDER);
        larger.requestPiece(ByteBuffer.allocate(most));
        larger.requestPiece(ByteBuffer.allocate(1));
        larger.requestComplete();
        assertThat(larger.keepsRequest(-1)).isFalse();
        assertThat(larger.wholeRequest()).isNull();
    }

    @Test
    void anAnswerOfOurOwnThatComesAfterTheEndTakesNoMemory() {
        CallLog log = log();
        assertThat(log.finish(new Outcome.ClientDisconnected())).isNotNull();
        log.release();
        long free = budget.free();

        log.ownReply(FailureReply.proxyStops());

        assertThat(budget.free()).isEqualTo(free);
    }

    private static void pauseUntil(CallLog log, Duration then) {
        while (log.elapsed().compareTo(then) < 0) {
            Thread.onSpinWait();
        }
    }

    private CallLog log() {
        return log(1_000_000, budget, null);
    }

    private static CallLog log(long maxBodyBytes, CaptureBudget budget, @Nullable SpillFolder spill) {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        RequestHead head = new RequestHead("POST", "https://openrouter.ai/api/v1/chat", "/chat", Headers.NONE);
        return new CallLog(ExchangeId.atOrAfter(now), head, null, now, maxBodyBytes, budget, spill);
    }
}
