package io.github.openrouterproxy.dao.sqlite.rollup;

import java.util.Arrays;

/**
 * How often which value came, in buckets that grow with the value: 64 to each doubling, so that the middle of a bucket
 * is within 0.8 % of whatever fell into it, and exact below 128. Two of them add up, and one can be taken out of
 * another. Confined to one thread.
 */
final class LogHistogram {
    private static final int PRECISION = 6;
    private static final int PER_DOUBLING = 1 << PRECISION;

    private int[] buckets = new int[4];
    private long[] counts = new long[4];
    private int size;

    /** @param times below 0 takes values out */
    void add(long value, long times) {
        addTo(bucket(Math.max(0, value)), times);
    }

    void add(LogHistogram other) {
        for (int i = 0; i < other.size; i++) {
            addTo(other.buckets[i], other.counts[i]);
        }
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /**
     * By nearest rank: of the smallest bucket that, with those below, holds at least so many percent of the values.
     *
     * @return the middle of the bucket; 0 when there are no values
     */
    long percentile(int percent) {
        long rank = (count() * percent + 99) / 100;
        long seen = 0;
        for (int i = 0; i < size; i++) {
            seen += counts[i];
            if (seen >= rank && counts[i] > 0) {
                return middle(buckets[i]);
            }
        }
        return 0;
    }

    void write(Varints out) {
        int used = 0;
        for (int i = 0; i < size; i++) {
            used += counts[i] == 0 ? 0 : 1;
        }
        out.write(used);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                out.write(buckets[i] - previous);
                out.write(counts[i]);
                previous = buckets[i];
            }
        }
    }

    /** Adds what {@link #write} wrote. */
    void addWritten(Varints in) {
        int bucket = 0;
        for (long left = in.read(); left > 0; left--) {
            bucket += (int) in.read();
            addTo(bucket, in.read());
        }
    }

    private void addTo(int bucket, long times) {
        // What is written is in ascending order, so that most additions to an empty one go to its end.
        int place = size == 0 || buckets[size - 1] < bucket ? -size - 1 : Arrays.binarySearch(buckets, 0, size, bucket);
        if (place >= 0) {
            counts[place] += times;
            return;
        }
        int at = -place - 1;
        if (size == buckets.length) {
            buckets = Arrays.copyOf(buckets, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(buckets, at, buckets, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        buckets[at] = bucket;
        counts[at] = times;
        size++;
    }

    private static int bucket(long value) {
        if (value < PER_DOUBLING) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - PRECISION - Long.numberOfLeadingZeros(value);
        return shift * PER_DOUBLING + (int) (value >>> shift);
    }

    private static long middle(int bucket) {
        if (bucket < 2 * PER_DOUBLING) {
            return bucket;
        }
        int shift = bucket / PER_DOUBLING - 1;
        long lowest = (long) (bucket - shift * PER_DOUBLING) << shift;
        return lowest + (1L << shift) / 2;
    }
}
