package io.github.openrouterproxy.dao.figures;

import java.time.Instant;
import java.util.List;

/**
 * What the calls of one stretch of time come to.
 *
 * @param models the same by model, the one with the most calls first
 */
public record Bucket(Instant start, Figures figures, List<ModelFigures> models) {
    public Bucket {
        models = List.copyOf(models);
    }
}
