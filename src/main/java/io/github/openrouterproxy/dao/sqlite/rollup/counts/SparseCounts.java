package io.github.openrouterproxy.dao.sqlite.rollup.counts;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** How often each of some small numbers came. Two of them add up, and one can be taken out of another. One thread. */
public final class SparseCounts {
    private int[] numbers = new int[4];
    private long[] counts = new long[4];
    private int size;

    /** @param times below 0 takes it out */
    public void add(int number, long times) {
        // What is written is in ascending order, so that most additions to an empty one go to its end.
        int place = size == 0 || numbers[size - 1] < number ? -size - 1 : Arrays.binarySearch(numbers, 0, size, number);
        if (place >= 0) {
            counts[place] += times;
            return;
        }
        int at = -place - 1;
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(numbers, at, numbers, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        numbers[at] = number;
        counts[at] = times;
        size++;
    }

    public void add(SparseCounts other) {
        for (int i = 0; i < other.size; i++) {
            add(other.numbers[i], other.counts[i]);
        }
    }

    public long sum() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** The number that, with those below, makes up so much of the sum; 0 when all of them do not. */
    public int atRank(long rank) {
        long seen = 0;
        for (int i = 0; i < size; i++) {
            seen += counts[i];
            if (seen >= rank && counts[i] > 0) {
                return numbers[i];
            }
        }
        return 0;
    }

    /** Those that came, in ascending order. */
    public void forEach(IntConsumer action) {
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                action.accept(numbers[i]);
            }
        }
    }

    public void write(Varints out) {
        int used = 0;
        for (int i = 0; i < size; i++) {
            used += counts[i] == 0 ? 0 : 1;
        }
        out.write(used);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                out.write(numbers[i] - previous);
                out.write(counts[i]);
                previous = numbers[i];
            }
        }
    }

    /** Adds what {@link #write} wrote. */
    public void addWritten(Varints in) {
        int number = 0;
        for (long left = in.read(); left > 0; left--) {
            number += (int) in.read();
            add(number, in.read());
        }
    }
}
