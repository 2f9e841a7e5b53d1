package io.github.openrouterproxy.monitor.api.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.openrouterproxy.dao.figures.Listing;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one model.
 *
 * @param model null for calls that name none
 */
record ModelDocument(@Nullable String model, @JsonUnwrapped FiguresDocument figures) {
    static List<ModelDocument> all(List<ModelFigures> models) {
        return models.stream()
                .map(model -> new ModelDocument(model.model(), FiguresDocument.of(model.figures())))
                .toList();
    }

    /**
     * The answer to {@code GET /api/models}, the one with the most calls first.
     *
     * @param complete as in {@link StatsDocument}
     */
    record All(List<ModelDocument> models, boolean complete) {
        static All of(Listing<ModelFigures> figures) {
            return new All(all(figures.rows()), figures.complete());
        }
    }
}
