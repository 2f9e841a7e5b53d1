package io.github.openrouterproxy.bars;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/** Prints what was measured beside what is demanded. One thread. */
final class Table {
    private static final int RUNS = 9;

    private Table() {}

    static void head() {
        System.out.println("| measured | bar | median | found |");
        System.out.println("|---|---|---|---|");
    }

    /** @param question says what it found */
    static void time(String what, String bar, Supplier<String> question) {
        String found = question.get();
        long[] nanos = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            found = question.get();
            nanos[run] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        row(what, bar, String.format(Locale.ROOT, "%.1f ms", nanos[RUNS / 2] / 1e6), found);
    }

    static void row(String what, String bar, String measured, String found) {
        System.out.printf("| %s | %s | %s | %s |%n", what, bar, measured, found);
    }
}
