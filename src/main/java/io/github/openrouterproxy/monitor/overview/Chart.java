package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.monitor.overview.ChartView.Bar;
import io.github.openrouterproxy.monitor.overview.ChartView.Legend;
import io.github.openrouterproxy.monitor.overview.ChartView.Line;
import io.github.openrouterproxy.monitor.overview.ChartView.Row;
import io.github.openrouterproxy.monitor.text.Amount;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Draws buckets over time. Pure functions of what it was made with. */
final class Chart {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final double GAP = 0.15;

    private final List<Bucket> buckets;
    private final Instant first;
    private final Duration width;
    private final double slot;
    private final Function<Instant, String> href;

    /**
     * @param buckets not empty
     * @param href the calls of the stretch that begins then
     */
    Chart(List<Bucket> buckets, Instant last, Duration width, Function<Instant, String> href) {
        this.buckets = buckets;
        this.first = buckets.get(0).start();
        this.width = width;
        this.slot = (double) ChartView.WIDTH / Math.max(1, place(last) + 1);
        this.href = href;
    }

    /** One of the figures of a stretch. */
    record Measure(Legend key, ToLongFunction<Bucket> value) {}

    /** One of the times of a stretch, null where nothing was measured. */
    record TimeMeasure(Legend key, Function<Bucket, @Nullable Duration> value) {}

    /** Columns, the measures on top of each other. */
    ChartView columns(String id, String title, List<Measure> measures, LongFunction<Amount> unit) {
        long top = 1;
        for (Bucket bucket : buckets) {
            top = Math.max(
                    top,
                    measures.stream()
                            .mapToLong(measure -> measure.value().applyAsLong(bucket))
                            .sum());
        }
        List<Bar> bars = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (Bucket bucket : buckets) {
            long below = 0;
            List<String> values = new ArrayList<>();
            for (Measure measure : measures) {
                long value = measure.value().applyAsLong(bucket);
                String text = unit.apply(value).text();
                values.add(text);
                below += value;
                if (value > 0) {
                    bars.add(bar(bucket.start(), value, below, top, measure.key(), text));
                }
            }
            rows.add(new Row(TIME.format(bucket.start()), values));
        }
        List<Legend> keys = measures.stream().map(Measure::key).toList();
        return new ChartView(id, title, unit.apply(top).text(), keys, bars, List.of(), rows);
    }

    /** A line for each measure. */
    ChartView lines(String id, String title, List<TimeMeasure> measures, Function<@Nullable Duration, Amount> unit) {
        Duration top = Duration.ofNanos(1);
        for (Bucket bucket : buckets) {
            for (TimeMeasure measure : measures) {
                Duration value = measure.value().apply(bucket);
                top = value != null && value.compareTo(top) > 0 ? value : top;
            }
        }
        double highest = top.toNanos();
        List<Line> lines = measures.stream()
                .map(measure -> new Line(points(measure, highest), measure.key().kind()))
                .toList();
        List<Row> rows = buckets.stream()
                .map(bucket -> new Row(
                        TIME.format(bucket.start()),
                        measures.stream()
                                .map(measure -> unit.apply(measure.value().apply(bucket))
                                        .text())
                                .toList()))
                .toList();
        List<Legend> keys = measures.stream().map(TimeMeasure::key).toList();
        return new ChartView(id, title, unit.apply(top).text(), keys, List.of(), lines, rows);
    }

    private String points(TimeMeasure measure, double highest) {
        StringBuilder points = new StringBuilder();
        for (Bucket bucket : buckets) {
            Duration value = measure.value().apply(bucket);
            if (value != null) {
                points.append(points.length() == 0 ? "" : " ")
                        .append(number((place(bucket.start()) + 0.5) * slot))
                        .append(',')
                        .append(number(ChartView.HEIGHT * (1 - value.toNanos() / highest)));
            }
        }
        return points.toString();
    }

    private Bar bar(Instant start, long value, long upTo, long top, Legend key, String text) {
        double scale = (double) ChartView.HEIGHT / top;
        return new Bar(
                number((place(start) + GAP / 2) * slot),
                number(ChartView.HEIGHT - upTo * scale),
                number(slot * (1 - GAP)),
                number(value * scale),
                key.kind(),
                TIME.format(start) + " UTC · " + key.label() + ": " + text,
                href.apply(start));
    }

    private long place(Instant start) {
        return Duration.between(first, start).dividedBy(width);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
