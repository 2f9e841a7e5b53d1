package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.KeyFigures;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.Ui;
import java.util.List;
import java.util.Optional;

/**
 * A line of a table of totals: a model or a key.
 *
 * @param href the calls behind it; empty when no filter can name them
 * @param computed whether some of the cost was computed from prices
 */
public record TotalsView(
        String name,
        String href,
        Amount calls,
        Amount failed,
        Amount p50,
        Amount p95,
        Amount tokens,
        Amount cost,
        boolean computed) {
    /** @param span what the links to the calls are limited to */
    public static List<TotalsView> ofModels(List<ModelFigures> models, Query span, Ui ui) {
        return models.stream()
                .map(model -> {
                    String name = model.model();
                    return name == null
                            ? of(ui.text("chart.noModel"), "", model.figures())
                            : of(name, ui.url(span.with("model", name).on("/requests")), model.figures());
                })
                .toList();
    }

    /** @param span what the links to the calls are limited to */
    public static List<TotalsView> ofUsers(List<KeyFigures> users, Query span, Ui ui) {
        return users.stream()
                .map(user -> {
                    ApiKey key = user.user();
                    return key == null
                            ? of(ui.text("chart.noKey"), "", user.figures())
                            : of(
                                    ui.key(key.mask()),
                                    ui.url(span.with("user", key.fingerprint()).on("/requests")),
                                    user.figures());
                })
                .toList();
    }

    private static TotalsView of(String name, String href, Figures figures) {
        return new TotalsView(
                name,
                href,
                Units.count(figures.total()),
                Units.count(figures.failed()),
                Units.time(figures.duration().p50()),
                Units.time(figures.duration().p95()),
                Units.count(figures.tokens().total()),
                Units.dollars(figures.cost().nanos()),
                Optional.ofNullable(figures.cost().computedNanos()).isPresent());
    }
}
