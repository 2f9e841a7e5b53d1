package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.recorder.CallRecorder.WhenSettled;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every ended call is settled once, and not later than {@code RECORD_WAIT}, even while the writer is
 * stuck in the database. Any thread adds and settles; the timer thread runs {@link #round()}.
 */
final class Settlements {
    private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);

    /** So that those settled meanwhile do not pile up. */
    private static final long LONGEST_SLEEP = Duration.ofMillis(250).toNanos();

    /** In the order of their deadlines, since all wait equally long. */
    private final Queue<Settlement> waiting = new ConcurrentLinkedQueue<>();

    private final Queue<Settlement> atOnce = new ConcurrentLinkedQueue<>();
    private final Doorbell bell = new Doorbell(LONGEST_SLEEP);
    private final LongAdder late = new LongAdder();
    private final long maxWaitNanos;
    private final boolean mayEndUnrecorded;
    private final LongSupplier nanoTime;
    private final Runnable whenLate;
    private volatile boolean closed;

    /** @param whenLate runs for each call that is settled without its record */
    Settlements(long maxWaitNanos, boolean mayEndUnrecorded, LongSupplier nanoTime, Runnable whenLate) {
        this.maxWaitNanos = maxWaitNanos;
        this.mayEndUnrecorded = mayEndUnrecorded;
        this.nanoTime = nanoTime;
        this.whenLate = whenLate;
    }

    /** Begins the wait for a commit. */
    Settlement await(WhenSettled whenSettled) {
        Settlement settlement = new Settlement(whenSettled, nanoTime.getAsLong() + maxWaitNanos);
        waiting.add(settlement);
        bell.ringIfDeep();
        return settlement;
    }

    /** Settles what cannot be recorded, soon and on the timer's thread. */
    void giveUp(Settlement settlement) {
        atOnce.add(settlement);
        bell.ring();
    }

    /** How many were settled before they were committed. */
    long late() {
        return late.sum();
    }

    /** One look at all that wait. @return nanoseconds until the next is worth taking */
    long round() {
        for (Settlement next = atOnce.poll(); next != null; next = atOnce.poll()) {
            settleLate(next);
        }
        long now = nanoTime.getAsLong();
        for (Settlement next = waiting.peek(); next != null; next = waiting.peek()) {
            if (!next.isSettled() && next.deadline - now > 0) {
                return Math.min(LONGEST_SLEEP, next.deadline - now);
            }
            waiting.remove();
            settleLate(next);
        }
        return Doorbell.UNTIL_RUNG;
    }

    /** Waits as {@link #round()} said, or until something comes that cannot. */
    void sleep(long nanos) {
        bell.sleep(nanos, () -> !closed && atOnce.isEmpty() && (nanos != Doorbell.UNTIL_RUNG || waiting.isEmpty()));
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        bell.ring();
    }

    /** Settles all there is, whatever their deadline; any thread. */
    void settleAll() {
        for (Settlement next = atOnce.poll(); next != null; next = atOnce.poll()) {
            settleLate(next);
        }
        for (Settlement next = waiting.poll(); next != null; next = waiting.poll()) {
            settleLate(next);
        }
    }

    private void settleLate(Settlement settlement) {
        if (settlement.settle(mayEndUnrecorded)) {
            late.increment();
            whenLate.run();
        }
    }

    /** The one callback of one call; whoever comes first runs it. */
    static final class Settlement {
        private final AtomicReference<@Nullable WhenSettled> whenSettled;
        private final long deadline;

        private Settlement(WhenSettled whenSettled, long deadline) {
            this.whenSettled = new AtomicReference<>(whenSettled);
            this.deadline = deadline;
        }

        boolean isSettled() {
            return whenSettled.get() == null;
        }

        /** Its record is committed. @return whether this was the first time */
        boolean settle() {
            return settle(true);
        }

        private boolean settle(boolean mayEnd) {
            WhenSettled callback = whenSettled.getAndSet(null);
            if (callback == null) {
                return false;
            }
            try {
                callback.settled(mayEnd);
            } catch (RuntimeException | Error e) {
                LOG.error("what was to happen after a record was settled failed", e);
            }
            return true;
        }
    }
}
