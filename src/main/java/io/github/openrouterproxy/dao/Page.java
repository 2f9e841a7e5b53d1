package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param totalCount of all rows that match, whatever the page
 * @param totalIsLowerBound whether there may be more of them, since counting them all would take too long
 * @param stoppedAt where looking for the rows took too long: what is older was not looked at; null if none are missing
 */
public record Page<T>(
        List<T> rows,
        long totalCount,
        boolean totalIsLowerBound,
        int number,
        int size,
        @Nullable ExchangeId stoppedAt) {
    public Page {
        rows = List.copyOf(rows);
    }

    /** With all its rows. */
    public Page(List<T> rows, long totalCount, boolean totalIsLowerBound, int number, int size) {
        this(rows, totalCount, totalIsLowerBound, number, size, null);
    }

    /** With the true total. */
    public Page(List<T> rows, long totalCount, int number, int size) {
        this(rows, totalCount, false, number, size);
    }

    public int lastNumber() {
        return (int) Math.max(1, (totalCount + size - 1) / size);
    }
}
