package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.IndexDao;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the full-text index up to what is recorded, slice by slice, beside the writer. A thread of its own. */
public final class Indexer {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int SLICE = 32;
    private static final int REST_WHEN_BUSY = 10;
    private static final long IDLE = Duration.ofMillis(500).toNanos();
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(5).toNanos();
    private static final long LAST_WAIT = Duration.ofSeconds(5).toMillis();

    private final IndexDao dao;
    private final Thread thread;
    private volatile boolean open = true;
    private boolean failing;

    private Indexer(IndexDao dao) {
        this.dao = dao;
        this.thread = new Thread(this::run, "recorder-index");
        this.thread.setDaemon(true);
    }

    public static Indexer start(IndexDao dao) {
        Indexer indexer = new Indexer(dao);
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

    /**
     * As long as the slice took, so that relaying keeps the larger part of a core; and many times that once the slice
     * had to wait for a core, since it then takes what calls are waiting for.
     */
    static long restAfter(long took, long used) {
        return took <= used + used / 2 ? took : took * REST_WHEN_BUSY;
    }

    private void run() {
        while (open) {
            long rest = round();
            if (rest > 0 && open) {
                LockSupport.parkNanos(this, rest);
            }
        }
    }

    /** @return nanoseconds to rest */
    private long round() {
        long began = System.nanoTime();
        long begunWith = CPU.getCurrentThreadCpuTime();
        try {
            int done = Math.max(dao.indexEnded(SLICE), dao.forgetRemoved(SLICE));
            failing = false;
            return done < SLICE
                    ? IDLE
                    : restAfter(System.nanoTime() - began, CPU.getCurrentThreadCpuTime() - begunWith);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!failing) {
                failing = true;
                LOG.error("the search index cannot be brought up to date; searches go on without it", e);
            }
            return PAUSE_AFTER_FAILURE;
        }
    }
}
