package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.monitor.overview.ChartView.TimeTick;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The time that a chart shows: the whole span, whether there were calls in it or not.
 *
 * @param first the beginning of the first stretch
 * @param width of a stretch
 * @param slots how many stretches there are
 */
record TimeAxis(Instant first, Duration width, int slots) {
    /** Of so few even one call would be a wall. */
    private static final int FEWEST = 12;

    private static final int MOST_TICKS = 6;
    /** Percent from either edge within which a label would be cut. */
    private static final double EDGE = 8;

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd").withZone(ZoneOffset.UTC);
    private static final List<Duration> STEPS = Stream.of(
                    1L, 2L, 5L, 10L, 15L, 30L, 60L, 120L, 180L, 360L, 720L, 1440L, 2880L, 7200L, 14_400L, 43_200L,
                    129_600L)
            .map(Duration::ofMinutes)
            .toList();

    /** @param from the beginning of the span; null for the first of the buckets */
    static TimeAxis of(@Nullable Instant from, List<Bucket> buckets, Duration width, Instant now) {
        Instant newest =
                buckets.isEmpty() ? now : buckets.get(buckets.size() - 1).start();
        Instant last = newest.isAfter(now) ? newest : now;
        Instant first =
                from != null ? from : buckets.isEmpty() ? now : buckets.get(0).start();
        first = startOf(first, width);
        int slots = (int) Duration.between(first, last).dividedBy(width) + 1;
        int missing = Math.max(0, FEWEST - slots);
        return new TimeAxis(first.minus(width.multipliedBy(missing)), width, slots + missing);
    }

    /** Which stretch this instant is in, from 0 on. */
    long place(Instant instant) {
        return Duration.between(first, instant).dividedBy(width);
    }

    /** How wide a stretch is drawn. */
    double slot() {
        return (double) ChartView.WIDTH / slots;
    }

    List<TimeTick> ticks() {
        Duration span = width.multipliedBy(slots);
        Duration step = STEPS.stream()
                .filter(one -> one.compareTo(width) >= 0 && span.dividedBy(one) <= MOST_TICKS)
                .findFirst()
                .orElseGet(() -> span.dividedBy(MOST_TICKS));
        DateTimeFormatter format = step.compareTo(Duration.ofDays(1)) < 0 ? CLOCK : DAY;
        List<TimeTick> ticks = new ArrayList<>();
        Instant at = startOf(first, step);
        for (at = at.isBefore(first) ? at.plus(step) : at; at.isBefore(first.plus(span)); at = at.plus(step)) {
            double percent = 100.0 * Duration.between(first, at).toMillis() / span.toMillis();
            ticks.add(new TimeTick(
                    String.format(Locale.ROOT, "%.2f", percent),
                    percent < EDGE ? "start" : percent > 100 - EDGE ? "end" : "middle",
                    at.toString(),
                    format == CLOCK ? "clock" : "day",
                    format.format(at)));
        }
        return ticks;
    }

    private static Instant startOf(Instant instant, Duration width) {
        long seconds = Math.max(1, width.toSeconds());
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
    }
}
