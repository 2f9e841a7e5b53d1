package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import java.util.List;

/**
 * One figure of the overview.
 *
 * @param label its name
 * @param detail what stands below in small print; may be empty
 * @param href the rows behind it
 */
public record FigureView(String label, Amount value, String detail, String href) {
    private static final char NO_BREAK_SPACE = '\u00a0';

    public static List<FigureView> of(Stats stats, Ui ui) {
        return List.of(
                figure(
                        ui,
                        "requests",
                        Units.count(stats.total()),
                        ui.text("figure.requests.detail", stats.recent()),
                        "/requests"),
                figure(
                        ui,
                        "success",
                        Units.percent(stats.successRate()),
                        ui.text("figure.success.detail", stats.failed()),
                        "/requests?status=error"),
                figure(ui, "time", Units.time(stats.duration().mean()), spread(stats.duration(), ui), "/requests"),
                figure(
                        ui,
                        "firstToken",
                        Units.time(stats.firstToken().mean()),
                        spread(stats.firstToken(), ui),
                        "/requests?stream=true"),
                figure(
                        ui,
                        "tokens",
                        Units.count(stats.totalTokens()),
                        ui.text(
                                "figure.tokens.detail",
                                Units.count(stats.promptTokens()).text(),
                                Units.count(stats.completionTokens()).text()),
                        "/requests"),
                figure(ui, "cost", Units.dollars(stats.costMicros()), ui.text("figure.cost.detail"), "/requests"),
                figure(
                        ui,
                        "inFlight",
                        Units.count(stats.inFlight()),
                        ui.text("figure.inFlight.detail"),
                        "/requests?status=in_flight"));
    }

    private static FigureView figure(Ui ui, String name, Amount value, String detail, String path) {
        return new FigureView(ui.text("figure." + name), value, detail, ui.url(path));
    }

    private static String spread(Stats.Spread spread, Ui ui) {
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
