package io.github.openrouterproxy.relay.capture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory that the calls at one time and all that is captured of them may use. Any thread. */
public final class CaptureBudget {
    /** What a call takes while it runs, before anything is captured: the container's buffers for the most part. */
    static final long CALL = 112 * 1024;

    /** What the process takes with no call running. */
    private static final long IDLE = 64L * 1024 * 1024;

    private static final long WARNING_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(CaptureBudget.class);

    private final AtomicLong free;
    private final AtomicLong freeForCaptures;
    private final LongAdder refusedCalls = new LongAdder();
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNING_PAUSE_NANOS);

    /**
     * @param bytes for calls and captures together
     * @param captures for captures alone, of these
     */
    public CaptureBudget(long bytes, long captures) {
        this.free = new AtomicLong(bytes);
        this.freeForCaptures = new AtomicLong(captures);
    }

    public static CaptureBudget ofHeap() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    /**
     * Five eighths of what the idle process leaves of the heap, but a quarter of the heap at least; for captures a
     * quarter of the heap, but never the last third of the whole.
     */
    static CaptureBudget ofHeap(long heap) {
        long bytes = Math.max((heap - IDLE) / 8 * 5, heap / 4);
        return new CaptureBudget(bytes, Math.min(heap / 4, bytes / 3 * 2));
    }

    /** Of calls that never begin, in a sixteenth of the heap: they hold as much while they still come in. */
    public static int refusedAtOnce() {
        return (int) Math.max(16, Runtime.getRuntime().maxMemory() / 16 / CALL);
    }

    /**
     * A call begins if there is room for it; {@link #endCall} gives back what it takes.
     *
     * @param more bytes than calls usually take
     */
    public boolean beginCall(long more) {
        if (take(free, CALL + more)) {
            return true;
        }
        refusedCalls.increment();
        long now = System.nanoTime();
        long last = lastWarning.get();
        if (now - last > WARNING_PAUSE_NANOS && lastWarning.compareAndSet(last, now)) {
            LOG.warn("More calls run than the heap has room for: new ones get 503. Give Java more (-Xmx).");
        }
        return false;
    }

    public void endCall(long more) {
        free.addAndGet(CALL + more);
    }

    /** Calls for which there was no room. */
    public long refusedCalls() {
        return refusedCalls.sum();
    }

    /** Takes {@code bytes} if they are left. */
    public boolean reserve(long bytes) {
        if (!take(freeForCaptures, bytes)) {
            return false;
        }
        if (!take(free, bytes)) {
            freeForCaptures.addAndGet(bytes);
            return false;
        }
        return true;
    }

    public void release(long bytes) {
        free.addAndGet(bytes);
        freeForCaptures.addAndGet(bytes);
    }

    /** What captures could still take, in bytes. */
    public long free() {
        return Math.min(free.get(), freeForCaptures.get());
    }

    private static boolean take(AtomicLong left, long bytes) {
        return left.getAndUpdate(free -> free >= bytes ? free - bytes : free) >= bytes;
    }
}
