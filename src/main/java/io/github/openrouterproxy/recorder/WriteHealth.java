package io.github.openrouterproxy.recorder;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database takes what it is given, and what was lost; each change of state is logged once. The writer
 * thread reports success and failure, any thread reports drops and reads.
 */
final class WriteHealth {
    private static final Logger LOG = LoggerFactory.getLogger(WriteHealth.class);

    /** The writer's work takes milliseconds; what takes so long waits for somebody who holds the file. */
    private static final long STUCK = Duration.ofMillis(500).toNanos();

    private static final long IDLE = -1;

    private final LongAdder recorded = new LongAdder();
    private final LongAdder truncated = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean overflowing = new AtomicBoolean();
    private final AtomicBoolean late = new AtomicBoolean();
    private volatile long busySince = IDLE;
    private volatile boolean committing;
    private volatile boolean failing;
    /** Until something is written; of the writer thread alone. */
    private boolean told;

    private boolean truncationTold;

    private volatile @Nullable String lastError;

    /** @param bodies that are only in part among them */
    void wrote(int records, int bodies) {
        recorded.add(records);
        truncated.add(bodies);
        if (bodies > 0 && !truncationTold) {
            truncationTold = true;
            LOG.info("a body is recorded in part: it is longer than MAX_RECORDED_BYTES, or memory or disk was short");
        }
        failing = false;
        if (told) {
            told = false;
            LOG.info("the database takes records again");
        }
    }

    /** A call did not wait for its record any longer; any thread. */
    void fellBehind() {
        if (!late.get() && late.compareAndSet(false, true)) {
            LOG.warn("records take longer than calls wait for them");
        }
    }

    /** Nothing waits any more. */
    void caughtUp() {
        if (late.get() && late.compareAndSet(true, false)) {
            LOG.info("nothing waits to be recorded any more");
        }
        if (overflowing.get() && overflowing.compareAndSet(true, false)) {
            LOG.warn("{} records have been dropped since the start", dropped.sum());
        }
    }

    void failed(Throwable failure) {
        lastError = String.valueOf(failure.getMessage());
        failing = true;
        if (!told) {
            told = true;
            LOG.error("the database takes no records; they wait in memory", failure);
        }
    }

    /** Nothing is left that could fail; the next record will tell. */
    void nothingWaits() {
        failing = false;
    }

    /** There was no room for a record. */
    void overflowed() {
        dropped.increment();
        if (overflowing.compareAndSet(false, true)) {
            LOG.error("too many records wait to be written; what comes now is dropped");
        }
    }

    /** The database refuses one record while it takes others. */
    void gaveUp(String id) {
        dropped.increment();
        LOG.error("the database refuses the record {}; it was stored without its content", id);
    }

    /** Runs what the writer does with the database, whatever it is: somebody may hold the file. */
    void during(long now, Runnable work) {
        busySince = now;
        try {
            work.run();
        } finally {
            busySince = IDLE;
        }
    }

    /** The same for what is read of files, whose disk may not move. */
    <T> T reading(long now, Supplier<T> files) {
        busySince = now;
        try {
            return files.get();
        } finally {
            busySince = IDLE;
        }
    }

    /** The same for a commit, for which calls wait. */
    void duringCommit(long now, Runnable commit) {
        committing = true;
        try {
            during(now, commit);
        } finally {
            committing = false;
        }
    }

    boolean isCommitting() {
        return committing;
    }

    boolean isFailing() {
        return failing;
    }

    /** Whether it waits for the database for so long that a failure is to be expected. */
    boolean isStuck(long now) {
        long since = busySince;
        return since != IDLE && now - since > STUCK;
    }

    long recorded() {
        return recorded.sum();
    }

    long truncated() {
        return truncated.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    @Nullable
    String lastError() {
        return lastError;
    }
}
