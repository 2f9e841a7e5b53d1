package io.github.openrouterproxy.dao.figures;

import java.util.List;

/**
 * All figures of a span, of one moment.
 *
 * @param complete false while older exchanges are still being taken into the figures, and where there were more than
 *     could be looked at
 * @param series stretch by stretch, oldest first; those without any call are left out
 * @param models the one with the most calls first
 * @param users the same by key
 */
public record Overview(
        Figures figures,
        long recent,
        boolean complete,
        List<Bucket> series,
        List<ModelFigures> models,
        List<KeyFigures> users) {
    public Overview {
        series = List.copyOf(series);
        models = List.copyOf(models);
        users = List.copyOf(users);
    }
}
