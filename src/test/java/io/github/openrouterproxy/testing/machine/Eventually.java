package io.github.openrouterproxy.testing.machine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what comes by itself; the deadline is there for the day when it does not come. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration LONGEST_UNTIL_REST = Duration.ofSeconds(60);

    private Eventually() {}

    public static void eventually(String what, BooleanSupplier holds) throws InterruptedException {
        eventually(() -> what, holds);
    }

    /** @param what is to hold, and what does instead, for whoever reads that it did not */
    public static void eventually(Supplier<String> what, BooleanSupplier holds) throws InterruptedException {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what.get());
            }
            Thread.sleep(2);
        }
    }

    /** Waits until something has begun to count, and then did not for half a second. */
    public static void atRest(AtomicInteger counter) throws InterruptedException {
        long start = System.nanoTime();
        int before;
        do {
            if (System.nanoTime() - start > LONGEST_UNTIL_REST.toNanos()) {
                throw new AssertionError("no rest within " + LONGEST_UNTIL_REST.toSeconds() + " s: " + counter);
            }
            before = counter.get();
            Thread.sleep(500);
        } while (before == 0 || counter.get() != before);
    }
}
