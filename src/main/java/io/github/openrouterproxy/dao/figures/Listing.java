package io.github.openrouterproxy.dao.figures;

import java.util.List;

/**
 * Figures of several kinds of calls.
 *
 * @param complete false while older exchanges are still being taken into the figures, and where there were more than
 *     could be looked at
 */
public record Listing<T>(List<T> rows, boolean complete) {
    public Listing {
        rows = List.copyOf(rows);
    }
}
