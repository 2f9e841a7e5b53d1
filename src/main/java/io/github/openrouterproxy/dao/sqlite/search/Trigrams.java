package io.github.openrouterproxy.dao.sqlite.search;

import java.util.Arrays;
import java.util.List;

/**
 * The different runs of three characters of some texts, each as one token of FTS5's {@code ascii} tokenizer, which
 * takes letters, digits and all that is not ASCII for parts of a token: what else is ASCII is moved to where Unicode
 * keeps nothing. Each text is followed by two marks, so that its last one or two characters begin a run as well. Texts
 * of very many different runs are given one token in place of them all: every search has to look at them. One thread.
 */
final class Trigrams {
    /** In place of too many runs. */
    static final String TOO_MANY = "\uE0FE\uE0FE\uE0FE";

    private static final int MOST_RUNS = 100_000;
    private static final int MOVED = 0xE000;
    private static final int MARK = 0xE0FF;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int BITS = 21;
    private static final int FIRST_CAPACITY = 1 << 12;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] set = new long[FIRST_CAPACITY];
    private int size;

    /** @param folded texts */
    String tokens(List<String> folded) {
        Arrays.fill(set, 0);
        size = 0;
        folded.forEach(this::add);
        if (size > MOST_RUNS) {
            set = new long[FIRST_CAPACITY];
            return TOO_MANY;
        }
        StringBuilder tokens = new StringBuilder(size * 4);
        for (long run : set) {
            if (run != 0) {
                append(tokens, run).append(' ');
            }
        }
        return tokens.toString();
    }

    /** What a character has become inside of a token. */
    static int inToken(int point) {
        if (point >= 0x80) {
            return Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point;
        }
        return Character.isLetterOrDigit(point) ? point : MOVED + point;
    }

    private void add(String text) {
        long run = 0;
        int length = 0;
        for (int i = 0; i < text.length() && size <= MOST_RUNS; ) {
            char c = text.charAt(i);
            int point = c < 0x80 || !Character.isSurrogate(c) ? c : text.codePointAt(i);
            i += point > Character.MAX_VALUE ? 2 : 1;
            run = next(run, inToken(point));
            if (++length > 2) {
                put(run);
            }
        }
        for (int mark = 0; mark < 2; mark++) {
            run = next(run, MARK);
            if (++length > 2) {
                put(run);
            }
        }
    }

    private static long next(long run, int point) {
        return ((run << BITS) | point) & ((1L << (3 * BITS)) - 1);
    }

    private void put(long run) {
        if (size * 2 > set.length) {
            grow();
        }
        int at = slot(run, set.length);
        while (set[at] != 0) {
            if (set[at] == run) {
                return;
            }
            at = (at + 1) & (set.length - 1);
        }
        set[at] = run;
        size++;
    }

    private void grow() {
        long[] old = set;
        set = new long[old.length * 2];
        size = 0;
        for (long run : old) {
            if (run != 0) {
                put(run);
            }
        }
    }

    private static int slot(long run, int capacity) {
        return (int) ((run * SPREAD) >>> (Long.numberOfLeadingZeros(capacity) + 1));
    }

    private static StringBuilder append(StringBuilder target, long run) {
        int mask = (1 << BITS) - 1;
        return target.appendCodePoint((int) (run >>> (2 * BITS)) & mask)
                .appendCodePoint((int) (run >>> BITS) & mask)
                .appendCodePoint((int) run & mask);
    }
}
