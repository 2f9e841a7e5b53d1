package io.github.openrouterproxy.monitor.api.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.openrouterproxy.dao.Stats;

/**
 * The answer to {@code GET /api/stats}.
 *
 * @param recentRequestsCount of the last ten minutes
 * @param complete false while older exchanges are still being taken into the figures, and where there were more than
 *     could be looked at
 */
record StatsDocument(@JsonUnwrapped FiguresDocument figures, long recentRequestsCount, boolean complete) {
    static StatsDocument of(Stats stats) {
        return new StatsDocument(FiguresDocument.of(stats.figures()), stats.recent(), stats.complete());
    }
}
