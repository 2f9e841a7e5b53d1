package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.CheckpointDao.Progress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the write-ahead log beside the writer. The log starts over only when a write finds all of it copied and
 * nobody reading from it, which under steady load never happens by itself; so when it has nearly caught up, it makes
 * the writer wait for the rest, and when the log has become very long all the same, readers too. Its own thread runs
 * {@link #round()} and {@link #sleep()}; the rest is the writer's.
 */
final class Checkpointer {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final long WORTH_COPYING = 4L * 1024 * 1024;
    /** 4 and 16 MB: the longer the log, the longer the slowest commits wait. */
    private static final long LONG_LOG_PAGES = 1024;

    private static final long TOO_LONG_LOG_PAGES = 4 * LONG_LOG_PAGES;
    /** 64 MB: with a reader that stays, what can wait does not make it longer. */
    private static final long LONGEST_LOG_PAGES = 16 * LONG_LOG_PAGES;

    /** What is copied while the writer is held: the more, the longer calls wait; but a log that grows on must end. */
    private static final long NEARLY_CAUGHT_UP = 64;

    private static final long NEARLY_CAUGHT_UP_WITH_LONG = 512;
    private static final int RUNS_TO_CATCH_UP = 6;
    /** Readers that are at work already mostly end in a fraction of this time. */
    private static final int STEPS_WITHOUT_READERS = 60;

    private static final Duration STEP_WITHOUT_READERS = Duration.ofMillis(5);
    private static final long QUIET = Duration.ofSeconds(1).toNanos();
    /** Short, for a call that ended is to be committed within 20 ms. */
    private static final Duration USUAL_HOLD = Duration.ofMillis(6);
    /** With a log that is too long. No longer, for a call must be on record as in flight before it is 50 ms old. */
    private static final Duration LONGEST_HOLD = Duration.ofMillis(20);

    private final CheckpointDao dao;
    private final Doorbell bell = new Doorbell(QUIET);
    /** Fair, or a busy writer would never let the checkpointer have its turn. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final AtomicLong uncopied = new AtomicLong();
    private final long step;
    private volatile boolean closed;
    private volatile boolean copying;
    private volatile long logPages;
    private volatile boolean failing;
    private long tooLong = TOO_LONG_LOG_PAGES;

    Checkpointer(CheckpointDao dao) {
        this(dao, STEP_WITHOUT_READERS);
    }

    /** @param step from one look whether the readers have gone to the next */
    Checkpointer(CheckpointDao dao, Duration step) {
        this.dao = dao;
        this.step = step.toNanos();
    }

    /** Runs a write while no one holds the writer; waiting is courtesy, so it ends after a moment. */
    void inTurn(Runnable write) {
        boolean mine = false;
        try {
            mine = turn.tryLock(longestHold().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            write.run();
        } finally {
            if (mine) {
                turn.unlock();
            }
        }
    }

    /** How long a write waits at the most. */
    Duration longestHold() {
        return logPages < 2 * TOO_LONG_LOG_PAGES ? USUAL_HOLD : LONGEST_HOLD;
    }

    /** Whether what can wait should let the log be copied first. */
    boolean isBehind() {
        return copying || failing || uncopied.get() >= WORTH_COPYING || logPages >= LONGEST_LOG_PAGES;
    }

    /** Looks before long whether the log can start over. */
    void lookAgain() {
        if (uncopied.compareAndSet(0, 1)) {
            bell.ringIfDeep();
        }
    }

    void committed(long bytes) {
        if (uncopied.addAndGet(bytes) >= WORTH_COPYING) {
            bell.ring();
        } else {
            bell.ringIfDeep();
        }
    }

    /** Copies what there is, and makes the log start over when it has become long. */
    void round() {
        if (uncopied.get() == 0) {
            return;
        }
        copying = true;
        uncopied.set(0);
        try {
            Progress progress = dao.checkpoint();
            for (int run = 1; run < RUNS_TO_CATCH_UP && isFarBehind(progress); run++) {
                progress = dao.checkpoint();
            }
            logPages = progress.logPages() >= LONG_LOG_PAGES ? startOver(progress) : progress.logPages();
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                LOG.warn("the write-ahead log cannot be copied into the database", e);
            }
        } finally {
            copying = false;
        }
    }

    /** Until enough was written to be worth it, or a little was and then nothing. */
    void sleep() {
        if (uncopied.get() == 0) {
            bell.sleep(Doorbell.UNTIL_RUNG, () -> !closed && uncopied.get() == 0);
        }
        bell.sleep(QUIET, () -> !closed && uncopied.get() < WORTH_COPYING);
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        bell.ring();
    }

    /** @return how long the log is now */
    private long startOver(Progress progress) {
        if (startedOver(progress)) {
            tooLong = TOO_LONG_LOG_PAGES;
            return 0;
        }
        // Looked at once more: the write that was waited for may have begun a new log.
        long pages = dao.checkpoint().logPages();
        if (pages < tooLong) {
            return pages;
        }
        boolean startedOver = startedOverWithoutReaders();
        // A reader may stay for minutes: the others are not to wait again before it has cost as much log anew.
        tooLong = startedOver ? TOO_LONG_LOG_PAGES : pages + TOO_LONG_LOG_PAGES;
        return startedOver ? 0 : pages;
    }

    private boolean startedOverWithoutReaders() {
        dao.pauseReaders();
        try {
            for (int i = 0; i < STEPS_WITHOUT_READERS && !closed; i++) {
                if (startedOver(dao.checkpoint())) {
                    return true;
                }
                LockSupport.parkNanos(this, step);
            }
            return false;
        } finally {
            dao.resumeReaders();
        }
    }

    /** Holds the writer for as long as it takes to copy the little that is left. */
    private boolean startedOver(Progress progress) {
        if (isFarBehind(progress)) {
            return false;
        }
        turn.lock();
        try {
            // Starting over excludes writes, and they would wait for it longer than inTurn lets them if it had to copy.
            return dao.checkpoint().remainingPages() == 0 && dao.startOver();
        } finally {
            turn.unlock();
        }
    }

    private static boolean isFarBehind(Progress progress) {
        boolean isLong = progress.logPages() >= 2 * TOO_LONG_LOG_PAGES;
        return progress.remainingPages() > (isLong ? NEARLY_CAUGHT_UP_WITH_LONG : NEARLY_CAUGHT_UP);
    }
}
