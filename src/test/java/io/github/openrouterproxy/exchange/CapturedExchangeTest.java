package io.github.openrouterproxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapturedExchangeTest {
    private static final String BASE = "https://openrouter.ai/api/v1";
    private static final String LONG = "x".repeat(4_000);

    @Test
    void theOutlineOfACallHasItsAddress() {
        assertThat(outline("/models", "?a=" + "b".repeat(1_000)))
                .isEqualTo(new RequestHead("GET", BASE + "/models?a=" + "b".repeat(1_000), "/models", Headers.NONE));
    }

    @Test
    void ofALongAddressItHasWhatIsBeforeTheQuery() {
        assertThat(outline("/models", "?key=" + LONG))
                .isEqualTo(new RequestHead("GET", BASE + "/models...", "/models", Headers.NONE));
    }

    /** Half a key would not be known for one. */
    @Test
    void ofALongPathItHasWholeParts() {
        assertThat(outline("/files/" + LONG + "/content", "?key=" + LONG))
                .isEqualTo(new RequestHead("GET", BASE + "/files/...", "/files/...", Headers.NONE));
    }

    private static RequestHead outline(String path, String query) {
        Headers headers = Headers.NONE.with("User-Agent", LONG);
        CapturedExchange call = new CapturedExchange(
                new ExchangeId(1),
                new RequestHead("GET", BASE + path + query, path, headers),
                null,
                Body.EMPTY,
                null,
                Body.EMPTY,
                Pieces.NONE,
                Timing.startedAt(Instant.EPOCH),
                List.of(),
                new Outcome.Completed());
        return call.outline().request();
    }
}
