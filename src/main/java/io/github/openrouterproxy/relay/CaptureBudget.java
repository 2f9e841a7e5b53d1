package io.github.openrouterproxy.relay;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all captures together may use. Any thread. */
final class CaptureBudget {
    private final AtomicLong free;

    CaptureBudget(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** A quarter of what the heap can grow to. */
    static CaptureBudget ofHeap() {
        return new CaptureBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /** Takes {@code bytes} if they are left. */
    boolean reserve(long bytes) {
        long left = free.addAndGet(-bytes);
        if (left < 0) {
            free.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        free.addAndGet(bytes);
    }

    long free() {
        return free.get();
    }
}
