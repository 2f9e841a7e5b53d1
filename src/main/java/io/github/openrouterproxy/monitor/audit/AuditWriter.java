package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries, and keeps the audit within its bounds. Whoever adds an entry waits until it is written, but not for a
 * database that takes nothing: then the entry waits alone, and the log tells of it. What cannot be written goes to the
 * log instead: nobody is kept out by it, and nothing is lost silently. Any thread.
 */
final class AuditWriter {
    /** However many guess however long. */
    private static final long MOST = 100_000;

    private static final int BETWEEN_SHORTENINGS = 1_000;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);

    private final AuditDao dao;
    private final Supplier<Instant> oldestKept;
    private final Executor executor;
    /** Of the executor's thread alone. */
    private int written;

    /** Changes together with an entry's being written, under this object's lock; read without it. */
    private volatile boolean behind;

    private volatile boolean givenUp;

    AuditWriter(AuditDao dao, Supplier<Instant> oldestKept, Executor executor) {
        this.dao = dao;
        this.oldestKept = oldestKept;
        this.executor = executor;
    }

    void write(AuditEntry entry) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            executor.execute(() -> store(entry, done));
        } catch (RejectedExecutionException e) {
            tell("Not in the audit", entry);
            return;
        }
        if (behind || !isSoon(done)) {
            // Said now: a process that is killed takes what waits with it.
            tell("Not in the audit yet", entry);
        }
    }

    void giveUp() {
        givenUp = true;
    }

    /** While the writer is behind nobody but the first waits, else all would one after the other. */
    private boolean isSoon(CountDownLatch done) {
        try {
            return done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || !fallBehind(done);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean fallBehind(CountDownLatch done) {
        if (done.getCount() == 0) {
            return false;
        }
        behind = true;
        return true;
    }

    private synchronized void hasWritten(CountDownLatch done) {
        behind = false;
        done.countDown();
    }

    private void store(AuditEntry entry, CountDownLatch done) {
        try {
            if (givenUp) {
                tell("Not in the audit", entry);
                return;
            }
            dao.add(entry);
            hasWritten(done);
        } catch (RuntimeException | Error e) {
            tell("Not in the audit", entry);
            log.warn("The audit takes nothing", e);
            return;
        } finally {
            done.countDown();
        }
        if (++written % BETWEEN_SHORTENINGS == 0) {
            shorten();
        }
    }

    /** Some at a time: entries that wait are written in between. The executor's thread. */
    void shorten() {
        try {
            if (!givenUp && dao.prune(oldestKept.get(), MOST) > 0) {
                executor.execute(this::shorten);
            }
        } catch (RejectedExecutionException e) {
            log.debug("The audit goes on being shortened in an hour", e);
        } catch (RuntimeException | Error e) {
            // Thrown on, it would end the task that comes back every hour.
            log.warn("The audit was not shortened", e);
        }
    }

    private static void tell(String what, AuditEntry entry) {
        String detail = entry.detail() == null ? "" : ": " + inOneLine(entry.detail());
        log.warn(
                "{}: {} by {} from {} at {}{}",
                what,
                entry.action().text(),
                inOneLine(entry.who()),
                inOneLine(entry.address()),
                entry.at(),
                detail);
    }

    /** Without what ends a line or steers a terminal, in Unicode too: names come from others. */
    private static String inOneLine(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
