package io.github.openrouterproxy.dao.figures;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What some exchanges come to; null where there is nothing to take it from.
 *
 * @param total in whatever state
 * @param failed with an error, an error status, or interrupted
 * @param clientErrors of these the ones with a status of 400 to 499
 * @param successRate percent of the finished and interrupted ones that did not fail
 * @param tokensPerSecond of the answers that came as a stream, from the first token to the end
 */
public record Figures(
        long total,
        long inFlight,
        long failed,
        long clientErrors,
        @Nullable Double successRate,
        Spread duration,
        Spread firstToken,
        Tokens tokens,
        Cost cost,
        @Nullable Double tokensPerSecond) {
    /** Mean and percentiles of a time, the percentiles within 1 %; all null when nothing was measured. */
    public record Spread(
            @Nullable Duration mean,
            @Nullable Duration p50,
            @Nullable Duration p95,
            @Nullable Duration p99) {
        public static final Spread NONE = new Spread(null, null, null, null);
    }

    /** @param prompt cached and written ones included */
    public record Tokens(
            @Nullable Long prompt,
            @Nullable Long completion,
            @Nullable Long total,
            @Nullable Long cached,
            @Nullable Long cacheWrite,
            @Nullable Long reasoning) {
        public static final Tokens UNKNOWN = new Tokens(null, null, null, null, null, null);
    }

    /**
     * In billionths of a US dollar.
     *
     * @param computedNanos the part that we worked out from prices; null when there was none
     */
    public record Cost(@Nullable Long nanos, @Nullable Long computedNanos) {
        public static final Cost UNKNOWN = new Cost(null, null);
    }

    public static final Figures NONE =
            new Figures(0, 0, 0, 0, null, Spread.NONE, Spread.NONE, Tokens.UNKNOWN, Cost.UNKNOWN, null);
}
