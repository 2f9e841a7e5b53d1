package io.github.openrouterproxy.relay.message;

import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;

/** The headers of an answer on its way to the client. */
public final class AnswerHeaders {
    private AnswerHeaders() {}

    /** The upstream's, without the hop-by-hop ones, and the exchange's id under a name the upstream did not use. */
    public static Headers of(Headers upstreams, ExchangeId id) {
        Headers headers = HopByHop.endToEnd(upstreams);
        String name = headers.contains("X-Request-Id") ? "X-Proxy-Request-Id" : "X-Request-Id";
        return headers.with(name, id.toString());
    }
}
