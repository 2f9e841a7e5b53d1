package io.github.openrouterproxy.dao.sqlite.rollup.counts;

/**
 * How often which value came, in buckets that grow with the value: 64 to each doubling, so that the middle of a bucket
 * is within 0.8 % of whatever fell into it, and exact below 128. Two of them add up, and one can be taken out of
 * another. Confined to one thread.
 */
public final class LogHistogram {
    private static final int PRECISION = 6;
    private static final int PER_DOUBLING = 1 << PRECISION;

    private final SparseCounts buckets = new SparseCounts();

    /** @param times below 0 takes values out */
    public void add(long value, long times) {
        buckets.add(bucket(Math.max(0, value)), times);
    }

    public void add(LogHistogram other) {
        buckets.add(other.buckets);
    }

    public long count() {
        return buckets.sum();
    }

    /**
     * By nearest rank: of the smallest bucket that, with those below, holds at least so many percent of the values.
     *
     * @param count what {@link #count} says, so that it is not counted anew for each
     * @return the middle of the bucket; 0 when there are no values
     */
    public long percentile(int percent, long count) {
        return middle(buckets.atRank((count * percent + 99) / 100));
    }

    public void write(Varints out) {
        buckets.write(out);
    }

    /** Adds what {@link #write} wrote. */
    public void addWritten(Varints in) {
        buckets.addWritten(in);
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
