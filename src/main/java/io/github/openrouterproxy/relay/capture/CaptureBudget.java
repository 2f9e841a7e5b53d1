package io.github.openrouterproxy.relay.capture;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all captures together may use. Any thread. */
public final class CaptureBudget {
    private final AtomicLong free;

    public CaptureBudget(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** A quarter of what the heap can grow to. */
    public static CaptureBudget ofHeap() {
        return new CaptureBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /** Takes {@code bytes} if they are left. */
    public boolean reserve(long bytes) {
        long left = free.addAndGet(-bytes);
        if (left < 0) {
            free.addAndGet(bytes);
            return false;
        }
        return true;
    }

    public void release(long bytes) {
        free.addAndGet(bytes);
    }

    public long free() {
        return free.get();
    }
}
