package io.github.openrouterproxy.dao;

import java.util.List;

/** @param totalCount of all rows that match, whatever the page */
public record Page<T>(List<T> rows, long totalCount, int number, int size) {
    public Page {
        rows = List.copyOf(rows);
    }

    public int lastNumber() {
        return (int) Math.max(1, (totalCount + size - 1) / size);
    }
}
