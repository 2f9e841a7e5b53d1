package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.monitor.text.Numbers;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a row and the whole exchange both say. Times in milliseconds, cost in US dollars, null for unknown.
 *
 * @param apiKey masked
 * @param user fingerprint of the key
 */
record Essentials(
        String id,
        Instant timestamp,
        String state,
        String method,
        String url,
        String path,
        @Nullable Integer responseStatus,
        @Nullable String error,
        @Nullable String model,
        boolean stream,
        @Nullable String apiKey,
        @Nullable String user,
        @Nullable BigDecimal durationMs,
        @Nullable BigDecimal ttftMs,
        @Nullable Long promptTokens,
        @Nullable Long completionTokens,
        @Nullable Long totalTokens,
        @Nullable Long cachedTokens,
        @Nullable Long reasoningTokens,
        @Nullable BigDecimal cost,
        long requestBytes,
        long responseBytes,
        boolean truncated) {
    static Essentials of(ExchangeSummary row) {
        TokenUsage usage = row.usage();
        return new Essentials(
                row.id().toString(),
                row.received(),
                row.state().text(),
                row.method(),
                row.url(),
                row.path(),
                row.status(),
                row.error(),
                row.model(),
                row.stream(),
                row.user() == null ? null : row.user().mask(),
                row.user() == null ? null : row.user().fingerprint(),
                Numbers.millis(row.duration()),
                Numbers.millis(row.firstToken()),
                usage.prompt(),
                usage.completion(),
                usage.total(),
                usage.cached(),
                usage.reasoning(),
                Numbers.dollars(usage.costNanos()),
                row.requestBytes(),
                row.responseBytes(),
                row.truncated());
    }
}
