package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ApiKey;
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
    /** Ended with an error, an error status, or not at all. */
    public boolean failed() {
        return error != null || state == ExchangeState.INTERRUPTED || (status != null && status >= 400);
    }
}
