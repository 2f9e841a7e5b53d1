package io.github.openrouterproxy.dao;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands out among the newest calls of a span.
 *
 * @param slowest longest first
 * @param failures the most frequent first
 * @param complete whether all calls of the span were looked at, and not only the newest {@link #LOOKED_AT}
 */
public record Extremes(List<ExchangeSummary> slowest, List<Failures> failures, boolean complete) {
    /** So many rows are read whatever the span is, so that it takes as long with a million behind it. */
    public static final int LOOKED_AT = 2_000;

    public static final int SLOWEST = 5;
    public static final int FAILURES = 8;

    public Extremes {
        slowest = List.copyOf(slowest);
        failures = List.copyOf(failures);
    }

    /**
     * Calls that failed alike.
     *
     * @param status null when there was no answer
     * @param error null when only the status tells
     */
    public record Failures(
            @Nullable Integer status, @Nullable String error, long count) {}
}
