package io.github.openrouterproxy.recorder;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread sleep until there is something to do, while waking it costs the others a volatile read when it is
 * awake. {@link #sleep} belongs to that one thread, {@code ring} to any.
 */
final class Doorbell {
    /** No time at all: only a ring ends the sleep. */
    static final long UNTIL_RUNG = Long.MAX_VALUE;

    private final AtomicReference<@Nullable Thread> sleeper = new AtomicReference<>();
    private final long shallow;
    private volatile boolean deep;

    /** @param shallow sleeps up to so many nanoseconds need not be ended by {@link #ringIfDeep()} */
    Doorbell(long shallow) {
        this.shallow = shallow;
    }

    /**
     * @param idle asked once more when a ring would be heard, so that work that came just before is not slept through
     */
    void sleep(long nanos, BooleanSupplier idle) {
        deep = nanos > shallow;
        sleeper.set(Thread.currentThread());
        if (idle.getAsBoolean()) {
            if (nanos == UNTIL_RUNG) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        sleeper.set(null);
    }

    void ring() {
        // the plain read first: a swap on every call would move the cache line between all the callers
        if (sleeper.get() != null) {
            Thread thread = sleeper.getAndSet(null);
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Rings only for one that sleeps long. */
    void ringIfDeep() {
        if (deep) {
            ring();
        }
    }
}
