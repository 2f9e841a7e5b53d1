package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.monitor.overview.Chart.Measure;
import io.github.openrouterproxy.monitor.overview.Chart.TimeMeasure;
import io.github.openrouterproxy.monitor.overview.ChartView.Legend;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.Ui;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The charts of the first page. Pure functions. */
public final class Charts {
    private static final int NAMED_MODELS = 4;

    private Charts() {}

    /**
     * @param from the beginning of the span; null for everything
     * @param buckets oldest first
     * @param models the one with the most calls first
     */
    public static List<ChartView> of(
            @Nullable Instant from, List<Bucket> buckets, List<ModelFigures> models, Duration width, Ui ui) {
        TimeAxis axis = TimeAxis.of(from, buckets, width, ui.now());
        Chart chart = new Chart(buckets, axis, start -> calls(start, width, ui));
        return List.of(
                chart.columns("chart-calls", ui.text("chart.calls"), outcomes(ui), Units::count),
                chart.lines("chart-time", ui.text("figure.time"), spread(ui, false)),
                chart.lines("chart-first-token", ui.text("figure.firstToken"), spread(ui, true)),
                chart.columns(
                        "chart-tokens",
                        ui.text("chart.tokens"),
                        byModel(models, ui, figures -> orNone(figures.tokens().total())),
                        Units::count),
                chart.columns(
                        "chart-cost",
                        ui.text("chart.cost"),
                        byModel(models, ui, figures -> orNone(figures.cost().nanos())),
                        Units::dollars));
    }

    private static String calls(Instant start, Duration width, Ui ui) {
        return ui.url(Query.NONE
                .with("from", start.toString())
                .with("to", start.plus(width).toString())
                .on("/requests"));
    }

    private static List<Measure> outcomes(Ui ui) {
        return List.of(
                measure(ui, "chart.good", "good", figures -> figures.total() - figures.failed() - figures.inFlight()),
                measure(ui, "chart.warn", "warn", Figures::clientErrors),
                measure(ui, "chart.bad", "bad", figures -> figures.failed() - figures.clientErrors()),
                measure(ui, "chart.running", "running", Figures::inFlight));
    }

    private static Measure measure(Ui ui, String label, String kind, ToLongFunction<Figures> value) {
        return new Measure(new Legend(ui.text(label), kind), bucket -> value.applyAsLong(bucket.figures()));
    }

    private static List<TimeMeasure> spread(Ui ui, boolean firstToken) {
        return List.of(
                new TimeMeasure(
                        new Legend(ui.text("chart.p50"), "one"),
                        bucket -> times(bucket, firstToken).p50()),
                new TimeMeasure(
                        new Legend(ui.text("chart.p95"), "two"),
                        bucket -> times(bucket, firstToken).p95()),
                new TimeMeasure(
                        new Legend(ui.text("chart.p99"), "three"),
                        bucket -> times(bucket, firstToken).p99()));
    }

    private static Figures.Spread times(Bucket bucket, boolean firstToken) {
        return firstToken ? bucket.figures().firstToken() : bucket.figures().duration();
    }

    /** The models with the most calls by name, all others together. */
    private static List<Measure> byModel(List<ModelFigures> models, Ui ui, ToLongFunction<Figures> value) {
        List<String> kinds = List.of("one", "two", "three", "four");
        List<@Nullable String> named = new ArrayList<>();
        models.stream().limit(NAMED_MODELS).forEach(model -> named.add(model.model()));
        List<Measure> measures = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i);
            String label = Optional.ofNullable(name).orElseGet(() -> ui.text("chart.noModel"));
            measures.add(new Measure(
                    new Legend(label, kinds.get(i)), sum(model -> Objects.equals(model.model(), name), value)));
        }
        if (models.size() > NAMED_MODELS) {
            measures.add(new Measure(
                    new Legend(ui.text("chart.others"), "others"),
                    sum(model -> !named.contains(model.model()), value)));
        }
        return measures;
    }

    private static ToLongFunction<Bucket> sum(Predicate<ModelFigures> which, ToLongFunction<Figures> value) {
        return bucket -> bucket.models().stream()
                .filter(which)
                .mapToLong(model -> value.applyAsLong(model.figures()))
                .sum();
    }

    private static long orNone(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
