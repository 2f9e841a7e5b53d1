package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.monitor.overview.ChartView.Bar;
import io.github.openrouterproxy.monitor.overview.ChartView.Legend;
import io.github.openrouterproxy.monitor.overview.ChartView.Line;
import io.github.openrouterproxy.monitor.overview.ChartView.Row;
import io.github.openrouterproxy.monitor.overview.ChartView.StretchView;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Draws buckets over time. Pure functions of what it was made with. */
final class Chart {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final double GAP = 0.15;
    /** Long enough for a round cap to be drawn. */
    private static final double DOT = 0.01;

    private final List<Bucket> buckets;
    private final TimeAxis axis;
    private final Function<Instant, String> href;

    /**
     * @param buckets oldest first, within the axis; where one is missing, nothing is drawn
     * @param href the calls of the stretch that begins then
     */
    Chart(List<Bucket> buckets, TimeAxis axis, Function<Instant, String> href) {
        this.buckets = buckets;
        this.axis = axis;
        this.href = href;
    }

    /** One of the figures of a stretch. */
    record Measure(Legend key, ToLongFunction<Bucket> value) {}

    /** One of the times of a stretch, null where nothing was measured. */
    record TimeMeasure(Legend key, Function<Bucket, @Nullable Duration> value) {}

    /** Columns, the measures on top of each other. */
    ChartView columns(String id, String title, List<Measure> measures, LongFunction<Amount> unit) {
        long greatest = buckets.stream()
                .mapToLong(bucket -> measures.stream()
                        .mapToLong(measure -> measure.value().applyAsLong(bucket))
                        .sum())
                .max()
                .orElse(0);
        if (greatest <= 0) {
            return ChartView.empty(id, title);
        }
        ValueAxis values = ValueAxis.ofNumbers(greatest);
        List<Bar> bars = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (Bucket bucket : buckets) {
            long below = 0;
            List<String> texts = new ArrayList<>();
            for (Measure measure : measures) {
                long value = measure.value().applyAsLong(bucket);
                String text = unit.apply(value).text();
                texts.add(text);
                below += value;
                if (value > 0) {
                    bars.add(bar(bucket.start(), value, below, values, measure.key(), text));
                }
            }
            rows.add(new Row(stretch(bucket.start()), texts));
        }
        List<Legend> keys = measures.stream().map(Measure::key).toList();
        return new ChartView(id, title, values.ticks(unit), axis.ticks(), keys, bars, List.of(), rows);
    }

    /** A line for each measure, broken where nothing was measured. */
    ChartView lines(String id, String title, List<TimeMeasure> measures) {
        long greatest = buckets.stream()
                .flatMap(bucket ->
                        measures.stream().map(measure -> measure.value().apply(bucket)))
                .filter(Objects::nonNull)
                .mapToLong(Duration::toNanos)
                .max()
                .orElse(0);
        if (greatest <= 0) {
            return ChartView.empty(id, title);
        }
        ValueAxis values = ValueAxis.ofTimes(greatest);
        List<Line> lines = measures.stream()
                .flatMap(measure -> lines(measure, values).stream())
                .toList();
        List<Row> rows = buckets.stream()
                .map(bucket -> new Row(
                        stretch(bucket.start()),
                        measures.stream()
                                .map(measure -> Units.time(measure.value().apply(bucket))
                                        .text())
                                .toList()))
                .toList();
        List<Legend> keys = measures.stream().map(TimeMeasure::key).toList();
        LongFunction<Amount> unit = nanos -> Units.time(Duration.ofNanos(nanos));
        return new ChartView(id, title, values.ticks(unit), axis.ticks(), keys, List.of(), lines, rows);
    }

    private List<Line> lines(TimeMeasure measure, ValueAxis values) {
        List<Line> lines = new ArrayList<>();
        List<String> points = new ArrayList<>();
        long expected = 0;
        for (Bucket bucket : buckets) {
            Duration value = measure.value().apply(bucket);
            if (value == null) {
                continue;
            }
            long place = axis.place(bucket.start());
            if (place != expected) {
                end(points, measure.key(), lines);
            }
            expected = place + 1;
            double y = ChartView.HEIGHT - values.height(value.toNanos());
            points.add(number((place + 0.5) * axis.slot()) + "," + number(y));
        }
        end(points, measure.key(), lines);
        return lines;
    }

    private static void end(List<String> points, Legend key, List<Line> lines) {
        if (points.size() == 1) {
            String[] point = points.get(0).split(",", 2);
            lines.add(new Line(
                    points.get(0) + " " + (Double.parseDouble(point[0]) + DOT) + "," + point[1], key.kind(), "dot"));
        } else if (!points.isEmpty()) {
            lines.add(new Line(String.join(" ", points), key.kind(), "stroke"));
        }
        points.clear();
    }

    private Bar bar(Instant start, long value, long upTo, ValueAxis values, Legend key, String text) {
        return new Bar(
                number((axis.place(start) + GAP / 2) * axis.slot()),
                number(ChartView.HEIGHT - values.height(upTo)),
                number(axis.slot() * (1 - GAP)),
                number(values.height(value)),
                key.kind(),
                stretch(start),
                key.label() + ": " + text,
                href.apply(start));
    }

    private static StretchView stretch(Instant start) {
        return new StretchView(start.toString(), TIME.format(start));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
