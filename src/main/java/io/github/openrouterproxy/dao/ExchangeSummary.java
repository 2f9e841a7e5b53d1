package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list.
 *
 * @param requestBytes true size of the request body
 * @param responseBytes true size of the response body as it came over the wire
 */
public record ExchangeSummary(
        ExchangeId id,
        Instant received,
        ExchangeState state,
        String method,
        String url,
        String path,
        @Nullable String model,
        boolean stream,
        @Nullable ApiKey user,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable Duration duration,
        @Nullable Duration firstToken,
        TokenUsage usage,
        int attempts,
        long requestBytes,
        long responseBytes,
        boolean truncated) {
    /** The row of a whole exchange. */
    public static ExchangeSummary of(Exchange exchange) {
        return new ExchangeSummary(
                exchange.id(),
                exchange.timing().received(),
                exchange.state(),
                exchange.request().method(),
                exchange.request().url(),
                exchange.request().path(),
                exchange.understanding().model(),
                exchange.understanding().stream(),
                exchange.user(),
                exchange.response() == null ? null : exchange.response().status(),
                exchange.error(),
                exchange.timing().finished(),
                exchange.understanding().firstToken(),
                exchange.understanding().usage(),
                exchange.attempts().size(),
                exchange.requestBody().length(),
                exchange.responseBody().length(),
                exchange.requestBody().truncated() || exchange.responseBody().truncated());
    }

    /** Ended with an error, an error status, or not at all. */
    public boolean failed() {
        return error != null || state == ExchangeState.INTERRUPTED || (status != null && status >= 400);
    }
}
