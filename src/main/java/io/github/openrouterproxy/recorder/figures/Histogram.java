package io.github.openrouterproxy.recorder.figures;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Durations in buckets of fixed bounds. Any thread. */
public final class Histogram {
    private static final double SECOND = 1e9;

    private final long[] boundsNanos;
    private final AtomicLongArray counts;
    private final LongAdder sumNanos = new LongAdder();

    /** @param bounds upper ones, ascending, in seconds */
    Histogram(double... bounds) {
        boundsNanos = Arrays.stream(bounds)
                .mapToLong(bound -> Math.round(bound * SECOND))
                .toArray();
        counts = new AtomicLongArray(bounds.length + 1);
    }

    void add(Duration duration) {
        long nanos = Math.max(0, duration.toNanos());
        int place = Arrays.binarySearch(boundsNanos, nanos);
        counts.incrementAndGet(place >= 0 ? place : -place - 1);
        sumNanos.add(nanos);
    }

    /** Buckets that each hold what the ones before them hold, the last of them everything. */
    public List<Bucket> buckets() {
        Bucket[] buckets = new Bucket[counts.length()];
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += counts.get(i);
            double bound = i < boundsNanos.length ? boundsNanos[i] / SECOND : Double.POSITIVE_INFINITY;
            buckets[i] = new Bucket(bound, count);
        }
        return List.of(buckets);
    }

    public double sumSeconds() {
        return sumNanos.sum() / SECOND;
    }

    /** @param upTo in seconds */
    public record Bucket(double upTo, long count) {}
}
