package io.github.openrouterproxy.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.testing.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageFuzzTest {
    private static final List<String> WORDS = List.of("X-Named", ",", " ", "close", "\t", ";", "=", "a=b", "é");

    @Test
    void whatConnectionNamesStaysBehindHoweverItIsWritten() {
        Fuzz.rounds(fuzz -> {
            String connection = fuzz.text(WORDS) + ", x-named ," + fuzz.text(WORDS);
            Headers sent = new Headers(List.of(new Header("Connection", connection), new Header("X-Named", "1")));

            assertThat(HopByHop.endToEnd(sent).lines()).isEmpty();
        });
    }

    @Test
    void noCookieOfTheMonitorLeavesTheHouse() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String cookies = fuzz.text(WORDS) + "; openrouter-proxy-session=" + secret + ";" + fuzz.text(WORDS);
            Headers sent = new Headers(List.of(new Header("cookie", cookies)));

            assertThat(OwnCookies.removedFrom(sent).lines())
                    .noneMatch(line -> line.value().contains(secret));
        });
    }
}
