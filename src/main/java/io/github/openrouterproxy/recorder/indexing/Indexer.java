package io.github.openrouterproxy.recorder.indexing;

import io.github.openrouterproxy.dao.IndexDao;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the full-text index up to what is recorded, slice by slice, beside the writer, which goes first: before each
 * exchange it waits while calls wait for their commit. A thread of its own.
 */
public final class Indexer {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private static final int SLICE = 32;
    private static final long LOOK_AGAIN = Duration.ofNanos(500_000).toNanos();
    /** For one exchange: under calls without end the index is to come forward all the same. */
    private static final int LOOKS = 20;

    /** Of a core, so that a third of one is left to the calls. */
    private static final double SHARE = 2.0 / 3;

    /** The same where the calls leave a whole one free. */
    private static final double MOST = 0.9;

    /** The same where the calls need all the cores there are: the index waits for a better time, and comes forward. */
    private static final double LEAST = 0.05;

    /** The calls may need all cores no longer. */
    private static final long LONGEST_REST = Duration.ofSeconds(2).toNanos();

    private static final long IDLE = Duration.ofMillis(500).toNanos();
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(5).toNanos();
    private static final long LAST_WAIT = Duration.ofSeconds(5).toMillis();

    private final IndexDao dao;
    private final BooleanSupplier writing;
    private final DoubleSupplier freeCores;
    private final LongConsumer sleep;
    private final Thread thread;
    private volatile boolean open = true;
    private boolean failing;
    private long usedBefore;
    private double share = SHARE;

    /**
     * @param freeCores what the rest of the process has left free of late; asked on the indexing thread
     * @param sleep for so many nanoseconds, or until {@link #stop()}
     */
    Indexer(IndexDao dao, BooleanSupplier writing, DoubleSupplier freeCores, LongConsumer sleep) {
        this.dao = dao;
        this.writing = writing;
        this.freeCores = freeCores;
        this.sleep = sleep;
        this.thread = new Thread(this::run, "recorder-index");
        this.thread.setDaemon(true);
    }

    /** @param writing whether calls wait for their commit */
    public static Indexer start(IndexDao dao, BooleanSupplier writing) {
        Indexer indexer = new Indexer(dao, writing, CoreUse.ofThisProcess()::free, LockSupport::parkNanos);
        indexer.thread.start();
        return indexer;
    }

    /** What is not indexed yet will be after the next start. */
    public void stop() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join(LAST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (open) {
            long rest = round();
            if (rest > 0 && open) {
                sleep.accept(rest);
            }
        }
    }

    /** @return nanoseconds to rest before the next */
    long round() {
        double free = freeCores.getAsDouble() - LEAST;
        share = Math.max(SHARE, Math.min(MOST, free));
        long before = CPU.getCurrentThreadCpuTime();
        usedBefore = before;
        try {
            int done = Math.max(dao.indexEnded(SLICE, this::giveWay), dao.forgetRemoved(SLICE));
            failing = false;
            return done < SLICE ? IDLE : restAfter(CPU.getCurrentThreadCpuTime() - before, free);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            if (!failing) {
                failing = true;
                LOG.error("the search index cannot be brought up to date; searches go on without it", e);
            }
            return PAUSE_AFTER_FAILURE;
        }
    }

    /** @param free in cores, of late: as much as that may be used */
    private long restAfter(long used, double free) {
        long whole = (long) (used / Math.max(LEAST, Math.min(share, free)));
        long had = (long) (used / share);
        return Math.min(LONGEST_REST, Math.max(sinceLastRest(), whole - had));
    }

    private void giveWay() {
        sleep.accept(sinceLastRest());
        for (int looks = 0; looks < LOOKS && open && writing.getAsBoolean(); looks++) {
            sleep.accept(LOOK_AGAIN);
        }
    }

    /** So long that with what was used since the last rest it comes to its share, and no core is held for long. */
    private long sinceLastRest() {
        long used = CPU.getCurrentThreadCpuTime();
        long rest = (long) ((used - usedBefore) / share) - (used - usedBefore);
        usedBefore = used;
        return rest;
    }
}
