package io.github.openrouterproxy.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the machine makes a thread wait that has something to do: what a promise in milliseconds must be granted on
 * top where other programs share the cores. Any thread.
 */
public final class StallWatch implements AutoCloseable {
    private static final long NAP = Duration.ofMillis(1).toNanos();

    private final AtomicLong longest = new AtomicLong();
    private final Thread thread = new Thread(this::watch, "stall-watch");
    private volatile boolean open = true;

    private StallWatch() {}

    public static StallWatch start() {
        StallWatch watch = new StallWatch();
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** The longest wait since the start. */
    public Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() {
        open = false;
    }

    private void watch() {
        while (open) {
            long before = System.nanoTime();
            LockSupport.parkNanos(NAP);
            longest.accumulateAndGet(System.nanoTime() - before - NAP, Math::max);
        }
    }
}
