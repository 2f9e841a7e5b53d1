package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.IndexDao;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the full-text index up to what is recorded, slice by slice, beside the writer. A thread of its own. */
public final class Indexer {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    /** Of the thread that reads it: nanoseconds on a core, nanoseconds ready without one, turns. Linux only. */
    private static final Path SCHEDULED = Path.of("/proc/thread-self/schedstat");

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
     * As long as the slice took, so that relaying keeps the larger part of a core; and many times that when the slice
     * had to wait for a core, since it then takes what calls are waiting for. Waiting for the disk is no reason.
     */
    static long restAfter(long took, long waitedForCore) {
        return waitedForCore <= took / 3 ? took : took * REST_WHEN_BUSY;
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
        long waitedBefore = waitedForCore(began);
        try {
            int done = Math.max(dao.indexEnded(SLICE), dao.forgetRemoved(SLICE));
            failing = false;
            long now = System.nanoTime();
            return done < SLICE ? IDLE : restAfter(now - began, waitedForCore(now) - waitedBefore);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!failing) {
                failing = true;
                LOG.error("the search index cannot be brought up to date; searches go on without it", e);
            }
            return PAUSE_AFTER_FAILURE;
        }
    }

    /** Of this thread, since some moment; where nobody counts it, the disk's time is in it too. */
    private static long waitedForCore(long now) {
        try {
            String[] times = Files.readString(SCHEDULED).split(" ", -1);
            if (!times[0].equals("0")) {
                return Long.parseLong(times[1]);
            }
        } catch (IOException | RuntimeException e) {
            LOG.trace("{} cannot be read", SCHEDULED, e);
        }
        return now - CPU.getCurrentThreadCpuTime();
    }
}
