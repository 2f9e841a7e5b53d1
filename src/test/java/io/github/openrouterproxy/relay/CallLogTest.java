package io.github.openrouterproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private final CaptureBudget budget = new CaptureBudget(10_000_000, 5_000_000);

    @Test
    void takesNoMemoryForWhatComesAfterTheEnd() {
        assertThat(budget.beginCall()).isTrue();
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
        assertThat(budget.beginCall()).isTrue();
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
        assertThat(second.responseBody().truncated()).isFalse();
        assertThat(second.pieces().count()).isEqualTo(2);
    }

    @Test
    void showsOfALongAnswerThatRunsWhatIsInMemoryAndHowLongItIs() {
        assertThat(budget.beginCall()).isTrue();
        CallLog log = log();
        log.responsePiece(ByteBuffer.allocate(1_500_000));

        CapturedExchange seen = log.snapshot();

        assertThat(seen.responseBody().length()).isEqualTo(1_500_000);
        assertThat(seen.responseBody().bytes()).hasSize(1_000_000);
        assertThat(seen.responseBody().truncated()).isTrue();
    }

    private CallLog log() {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        RequestHead head = new RequestHead("POST", "https://openrouter.ai/api/v1/chat", "/chat", Headers.NONE);
        return new CallLog(ExchangeId.atOrAfter(now), head, null, now, 1_000_000, budget, null);
    }
}
