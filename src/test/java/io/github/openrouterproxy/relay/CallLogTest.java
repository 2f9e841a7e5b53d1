package io.github.openrouterproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import java.nio.ByteBuffer;
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

    private CallLog log() {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        RequestHead head = new RequestHead("POST", "https://openrouter.ai/api/v1/chat", "/chat", Headers.NONE);
        return new CallLog(ExchangeId.atOrAfter(now), head, null, now, 1_000_000, budget, null);
    }
}
