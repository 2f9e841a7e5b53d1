package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.Figures.Spread;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of the overview.
 *
 * @param label its name
 * @param detail what stands below in small print; may be empty
 * @param href the rows behind it
 */
public record FigureView(String label, Amount value, String detail, String href) {
    private static final char NO_BREAK_SPACE = '\u00a0';

    /**
     * @param before the figures of the span before, null where there is none
     * @param span what the links to the calls are limited to
     */
    public static List<FigureView> of(Overview stats, @Nullable Stats before, Query span, Ui ui) {
        Figures figures = stats.figures();
        return List.of(
                figure(ui, "requests", Units.count(figures.total()), requests(stats, before, ui), span.on("/requests")),
                figure(
                        ui,
                        "success",
                        Units.percent(figures.successRate()),
                        ui.text("figure.success.detail", figures.failed()),
                        span.with("status", "error").on("/requests")),
                figure(
                        ui,
                        "time",
                        Units.time(figures.duration().mean()),
                        spread(figures.duration(), ui),
                        span.on("/requests")),
                figure(
                        ui,
                        "firstToken",
                        Units.time(figures.firstToken().mean()),
                        spread(figures.firstToken(), ui),
                        span.with("stream", "true").on("/requests")),
                tokens(figures, span, ui),
                figure(ui, "cost", Units.dollars(figures.cost().nanos()), cost(figures, ui), span.on("/requests")),
                figure(
                        ui,
                        "rate",
                        rate(figures),
                        ui.text("figure.rate.detail"),
                        span.with("stream", "true").on("/requests")),
                figure(
                        ui,
                        "inFlight",
                        Units.count(figures.inFlight()),
                        ui.text("figure.inFlight.detail"),
                        Query.NONE.with("status", "in_flight").on("/requests")));
    }

    private static String requests(Overview stats, @Nullable Stats before, Ui ui) {
        if (before == null || before.figures().total() == 0) {
            return ui.text("figure.requests.detail", stats.recent());
        }
        long earlier = before.figures().total();
        long percent = Math.round(100.0 * (stats.figures().total() - earlier) / earlier);
        return ui.text("figure.change", (percent > 0 ? "+" : "") + percent);
    }

    private static FigureView tokens(Figures figures, Query span, Ui ui) {
        return figure(
                ui,
                "tokens",
                Units.count(figures.tokens().total()),
                ui.text(
                        "figure.tokens.detail",
                        Units.count(figures.tokens().prompt()).text(),
                        Units.count(figures.tokens().completion()).text(),
                        Units.count(figures.tokens().cached()).text(),
                        Units.count(figures.tokens().reasoning()).text()),
                span.on("/requests"));
    }

    private static String cost(Figures figures, Ui ui) {
        Long computed = figures.cost().computedNanos();
        return computed == null
                ? ui.text("figure.cost.detail")
                : ui.text("figure.cost.computed", Units.dollars(computed).text());
    }

    private static Amount rate(Figures figures) {
        Double rate = figures.tokensPerSecond();
        return rate == null ? Amount.UNKNOWN : Units.count(Math.round(rate));
    }

    private static FigureView figure(Ui ui, String name, Amount value, String detail, String path) {
        return new FigureView(ui.text("figure." + name), value, detail, ui.url(path));
    }

    private static String spread(Spread spread, Ui ui) {
        if (spread.p50() == null) {
            return Amount.UNKNOWN.text();
        }
        return ui.text(
                "figure.spread",
                unbroken(Units.time(spread.p50())),
                unbroken(Units.time(spread.p95())),
                unbroken(Units.time(spread.p99())));
    }

    private static String unbroken(Amount amount) {
        return amount.text().replace(' ', NO_BREAK_SPACE);
    }
}
