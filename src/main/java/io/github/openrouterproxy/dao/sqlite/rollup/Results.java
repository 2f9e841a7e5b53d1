package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.Figures.Cost;
import io.github.openrouterproxy.dao.figures.Figures.Spread;
import io.github.openrouterproxy.dao.figures.Figures.Tokens;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.dao.sqlite.rollup.Tally.Sum;
import io.github.openrouterproxy.dao.sqlite.rollup.counts.LogHistogram;
import io.github.openrouterproxy.dao.sqlite.table.Micros;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes figures out of sums. Pure functions. */
final class Results {
    private static final double PERCENT = 100.0;
    private static final double SECOND = 1e6;

    private Results() {}

    static Figures of(Tally tally) {
        long ended = tally.sum(Sum.CALLS) - tally.sum(Sum.IN_FLIGHT);
        long streamed = tally.sum(Sum.STREAMED_MICROS);
        return new Figures(
                tally.sum(Sum.CALLS),
                tally.sum(Sum.IN_FLIGHT),
                tally.sum(Sum.FAILED),
                tally.sum(Sum.CLIENT_ERRORS),
                ended == 0 ? null : (Double) (PERCENT * tally.sum(Sum.SUCCEEDED) / ended),
                spread(tally.durations(), tally.sum(Sum.DURATION)),
                spread(tally.firstTokens(), tally.sum(Sum.FIRST_TOKEN)),
                new Tokens(
                        tally.known(Sum.PROMPT),
                        tally.known(Sum.COMPLETION),
                        tally.known(Sum.TOTAL),
                        tally.known(Sum.CACHED),
                        tally.known(Sum.CACHE_WRITE),
                        tally.known(Sum.REASONING)),
                new Cost(tally.known(Sum.COST), tally.known(Sum.COMPUTED_COST)),
                streamed == 0 ? null : (Double) (SECOND * tally.sum(Sum.STREAMED_TOKENS) / streamed));
    }

    /** By model, the one with the most calls first; no model is an empty name in the map. */
    static List<ModelFigures> models(Map<String, Tally> tallies) {
        return tallies.entrySet().stream()
                .sorted(byCalls())
                .map(entry -> new ModelFigures(named(entry.getKey()), of(entry.getValue())))
                .toList();
    }

    static <K extends Comparable<K>> Comparator<Map.Entry<K, Tally>> byCalls() {
        return Comparator.comparingLong(
                        (Map.Entry<K, Tally> entry) -> -entry.getValue().sum(Sum.CALLS))
                .thenComparing(Map.Entry::getKey);
    }

    static String name(Series series) {
        return Optional.ofNullable(series.model()).orElse("");
    }

    private static @Nullable String named(String model) {
        return model.isEmpty() ? null : model;
    }

    private static Spread spread(LogHistogram values, long sum) {
        long count = values.count();
        if (count == 0) {
            return Spread.NONE;
        }
        return new Spread(
                Micros.duration(Math.round((double) sum / count)),
                Micros.duration(values.percentile(50, count)),
                Micros.duration(values.percentile(95, count)),
                Micros.duration(values.percentile(99, count)));
    }
}
