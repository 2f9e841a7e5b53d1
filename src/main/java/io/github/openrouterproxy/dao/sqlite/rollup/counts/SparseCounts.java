package io.github.openrouterproxy.dao.sqlite.rollup.counts;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How often each of some small numbers came. Two of them add up, and one can be taken out of another. Few numbers are
 * kept in two short arrays; many, in one that is read by number, where adding needs no search. Confined to one thread.
 */
public final class SparseCounts {
    private static final int FEW = 256;
    private static final int HIGHEST_DENSE = 1 << 13;

    /** Ascending; empty when dense. */
    private int[] numbers = new int[4];

    /** Beside {@link #numbers}, or by number when dense. */
    private long[] counts = new long[4];

    private int size;
    private boolean dense;

    /** @param times below 0 takes it out */
    public void add(int number, long times) {
        if (dense && number < HIGHEST_DENSE) {
            if (number >= size) {
                grow(number + 1);
            }
            counts[number] += times;
            return;
        }
        if (dense) {
            thin();
        }
        addSparse(number, times);
    }

    public void add(SparseCounts other) {
        if (size == 0 && !dense && !other.dense) {
            numbers = Arrays.copyOf(other.numbers, Math.max(1, other.size));
            counts = Arrays.copyOf(other.counts, Math.max(1, other.size));
            size = other.size;
            return;
        }
        if (!dense && !other.dense) {
            merge(Arrays.copyOf(other.numbers, other.size), Arrays.copyOf(other.counts, other.size), other.size);
            return;
        }
        for (int i = 0; i < other.size; i++) {
            if (other.counts[i] != 0) {
                add(other.numberAt(i), other.counts[i]);
            }
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
                return numberAt(i);
            }
        }
        return 0;
    }

    /** Those that came, in ascending order. */
    public void forEach(IntConsumer action) {
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                action.accept(numberAt(i));
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
                out.write(numberAt(i) - previous);
                out.write(counts[i]);
                previous = numberAt(i);
            }
        }
    }

    /** Adds what {@link #write} wrote. */
    public void addWritten(Varints in) {
        int length = (int) in.read();
        int number = 0;
        if (dense) {
            for (int left = length; left > 0; left--) {
                number += (int) in.read();
                add(number, in.read());
            }
            return;
        }
        int[] theirNumbers = new int[length];
        long[] theirCounts = new long[length];
        for (int i = 0; i < length; i++) {
            number += (int) in.read();
            theirNumbers[i] = number;
            theirCounts[i] = in.read();
        }
        merge(theirNumbers, theirCounts, length);
    }

    /**
     * In one pass over both, or two where there are new numbers: to find a place for each would take most of the time.
     *
     * @param theirNumbers ascending; used up
     */
    private void merge(int[] theirNumbers, long[] theirCounts, int length) {
        int fresh = 0;
        int place = 0;
        for (int i = 0; i < length; i++) {
            int number = theirNumbers[i];
            while (place < size && numbers[place] < number) {
                place++;
            }
            if (place < size && numbers[place] == number) {
                counts[place] += theirCounts[i];
            } else {
                theirNumbers[fresh] = number;
                theirCounts[fresh++] = theirCounts[i];
            }
        }
        if (fresh > 0) {
            insert(theirNumbers, theirCounts, fresh);
        }
    }

    /** From the end, so that nothing is moved twice. */
    private void insert(int[] theirNumbers, long[] theirCounts, int length) {
        int whole = size + length;
        if (whole > numbers.length) {
            int room = Math.max(whole, numbers.length * 2);
            numbers = Arrays.copyOf(numbers, room);
            counts = Arrays.copyOf(counts, room);
        }
        int mine = size - 1;
        int theirs = length - 1;
        for (int at = whole - 1; theirs >= 0; at--) {
            boolean isMine = mine >= 0 && numbers[mine] > theirNumbers[theirs];
            numbers[at] = isMine ? numbers[mine] : theirNumbers[theirs];
            counts[at] = isMine ? counts[mine--] : theirCounts[theirs--];
        }
        size = whole;
        thickenIfMany();
    }

    private int numberAt(int place) {
        return dense ? place : numbers[place];
    }

    private void addSparse(int number, long times) {
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
        thickenIfMany();
    }

    private void thickenIfMany() {
        if (size > FEW && numbers[size - 1] < HIGHEST_DENSE) {
            thicken();
        }
    }

    private void thicken() {
        long[] byNumber = new long[numbers[size - 1] + 1];
        for (int i = 0; i < size; i++) {
            byNumber[numbers[i]] = counts[i];
        }
        size = byNumber.length;
        counts = byNumber;
        numbers = new int[0];
        dense = true;
    }

    /** Back to the two arrays, for a number that is too high for one. */
    private void thin() {
        int[] used = new int[size + 1];
        long[] theirs = new long[size + 1];
        int filled = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                used[filled] = i;
                theirs[filled++] = counts[i];
            }
        }
        numbers = used;
        counts = theirs;
        size = filled;
        dense = false;
    }

    private void grow(int length) {
        counts = Arrays.copyOf(counts, Math.min(HIGHEST_DENSE, Math.max(length, length + length / 4)));
        size = counts.length;
    }
}
