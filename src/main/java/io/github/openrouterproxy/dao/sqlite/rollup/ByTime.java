package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.sqlite.rollup.FigureWalk.Found;
import io.github.openrouterproxy.dao.sqlite.rollup.FigureWalk.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up by stretch of time and model. One thread. */
final class ByTime implements Target {
    private final Map<Long, Map<String, Tally>> buckets = new TreeMap<>();
    private final long seconds;

    ByTime(Duration width) {
        this.seconds = width.toSeconds();
    }

    @Override
    public void add(long second, Series series, Found found) throws SQLException {
        found.addTo(buckets.computeIfAbsent(Math.floorDiv(second, seconds), none -> new HashMap<>())
                .computeIfAbsent(Results.name(series), none -> new Tally()));
    }

    List<Bucket> series() {
        List<Bucket> series = new ArrayList<>();
        buckets.forEach((number, models) -> {
            Tally all = new Tally();
            models.values().forEach(all::add);
            series.add(new Bucket(Instant.ofEpochSecond(number * seconds), Results.of(all), Results.models(models)));
        });
        return series;
    }

    /** By model, over all of the time. */
    Map<String, Tally> models() {
        Map<String, Tally> sums = new HashMap<>();
        buckets.values()
                .forEach(models -> models.forEach((model, tally) ->
                        sums.computeIfAbsent(model, none -> new Tally()).add(tally)));
        return sums;
    }
}
