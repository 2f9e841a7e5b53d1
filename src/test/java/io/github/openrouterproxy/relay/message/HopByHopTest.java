package io.github.openrouterproxy.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;

class HopByHopTest {
    @Test
    void takesOutWhatConcernsOneConnectionAndWhatConnectionNames() {
        Headers headers = new Headers(List.of(
                new Header("Connection", "close, X-One"),
                new Header("connection", " x-two"),
                new Header("X-ONE", "1"),
                new Header("x-Two", "2"),
                new Header("Transfer-Encoding", "chunked"),
                new Header("TE", "trailers"),
                new Header("Keep-Alive", "timeout=5"),
                new Header("Proxy-Authorization", "Basic x"),
                new Header("Upgrade", "h2c"),
                new Header("x-Kept", "first"),
                new Header("Content-Length", "3"),
                new Header("X-kept", "second")));

        assertThat(HopByHop.endToEnd(headers).lines())
                .containsExactly(
                        new Header("x-Kept", "first"),
                        new Header("Content-Length", "3"),
                        new Header("X-kept", "second"));
    }

    @Test
    void keepsTheMonitorsCookiesFromTheUpstreamAndNoOthers() {
        Headers headers = new Headers(List.of(
                new Header("Cookie", "a=1; openrouter-proxy-session=secret; b=2"),
                new Header("cookie", "openrouter-proxy-theme=dark"),
                new Header("X-Other", "openrouter-proxy-session")));

        assertThat(OwnCookies.removedFrom(headers).lines())
                .containsExactly(new Header("Cookie", "a=1; b=2"), new Header("X-Other", "openrouter-proxy-session"));
    }
}
