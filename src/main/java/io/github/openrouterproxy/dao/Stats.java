package io.github.openrouterproxy.dao;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Figures over the exchanges that match; null where there is nothing to take them from.
 *
 * @param total in whatever state
 * @param successRate percent of the finished and interrupted ones that did not fail
 * @param recent received in the last ten minutes
 */
public record Stats(
        long total,
        long inFlight,
        long failed,
        @Nullable Double successRate,
        long recent,
        Spread duration,
        Spread firstToken,
        @Nullable Long promptTokens,
        @Nullable Long completionTokens,
        @Nullable Long totalTokens,
        @Nullable Long costMicros) {
    /** Mean and percentiles of a time; all null when nothing was measured. */
    public record Spread(
            @Nullable Duration mean,
            @Nullable Duration p50,
            @Nullable Duration p95,
            @Nullable Duration p99) {
        public static final Spread NONE = new Spread(null, null, null, null);
    }
}
