package io.github.openrouterproxy.dao;

import java.util.List;

/**
 * @param totalCount of all rows that match, whatever the page
 * @param totalIsLowerBound whether there may be more of them, since counting them all would take too long
 */
public record Page<T>(List<T> rows, long totalCount, boolean totalIsLowerBound, int number, int size) {
    public Page {
        rows = List.copyOf(rows);
    }

    /** With the true total. */
    public Page(List<T> rows, long totalCount, int number, int size) {
        this(rows, totalCount, false, number, size);
    }

    public int lastNumber() {
        return (int) Math.max(1, (totalCount + size - 1) / size);
    }
}
