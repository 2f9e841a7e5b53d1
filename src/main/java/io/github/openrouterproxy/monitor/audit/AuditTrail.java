package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit, and keeps it within its bounds. Whoever adds an entry waits until it is written, but not for a
 * database that takes nothing: then the entry waits alone, and the log tells of it. What cannot be written goes to the
 * log instead: nobody is kept out by it, and nothing is lost silently. Any thread.
 */
public final class AuditTrail {
    /** However many guess however long. */
    private static final long MOST = 100_000;

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int LONGEST_DETAIL = 500;
    private static final int BETWEEN_PRUNINGS = 50;
    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditDao dao;
    private final Duration kept;
    private final Clock clock;
    private final Executor writer;
    private final Allowance allowance;
    private final AtomicInteger written = new AtomicInteger();
    private volatile boolean behind;
    private volatile boolean givenUp;

    /** @param writer runs one thing after the other, and refuses when too much waits */
    public AuditTrail(AuditDao dao, Duration kept, Clock clock, Executor writer) {
        this.dao = dao;
        this.kept = kept;
        this.clock = clock;
        this.writer = writer;
        this.allowance = new Allowance(clock);
    }

    /** What somebody who is known did. */
    public void add(AuditAction action, Viewer viewer, String address, @Nullable String detail) {
        if (viewer.seesEveryone()) {
            write(entry(action, viewer.name(), address, detail, true));
        } else {
            add(action, viewer.name(), address, detail);
        }
    }

    /** @param who a user, or somebody who is not known; never a key in the clear */
    public void add(AuditAction action, String who, String address, @Nullable String detail) {
        long before = allowance.next(address, action) - 1;
        if (before < Allowance.MOST) {
            write(entry(action, who, address, detail, false));
        } else if (before % Allowance.MOST == 0 && Long.bitCount(before / Allowance.MOST) == 1) {
            // Each time that it has doubled: how many there were is told, and by few.
            write(entry(AuditAction.NOT_LISTED, who, address, "more than " + before + " in an hour", false));
        }
    }

    /** What waits still goes to the log: the database is about to be closed. */
    public void giveUp() {
        givenUp = true;
    }

    private AuditEntry entry(
            AuditAction action, String who, String address, @Nullable String detail, boolean powerful) {
        return new AuditEntry(0, clock.instant(), action, who, address, cut(detail), powerful);
    }

    private void write(AuditEntry entry) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            writer.execute(() -> {
                try {
                    store(entry);
                } finally {
                    done.countDown();
                }
            });
        } catch (RejectedExecutionException e) {
            tell("Not in the audit: {} by {} from {} at {}", entry);
            return;
        }
        if (behind || !isSoon(done)) {
            // Said now: a process that is killed takes what waits with it.
            tell("Not in the audit yet: {} by {} from {} at {}", entry);
        }
    }

    /** While the writer is behind nobody but the first waits, else all would one after the other. */
    private boolean isSoon(CountDownLatch done) {
        try {
            if (done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            behind = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void store(AuditEntry entry) {
        if (givenUp) {
            tell("Not in the audit: {} by {} from {} at {}", entry);
            return;
        }
        try {
            dao.add(entry);
            behind = false;
        } catch (DatabaseException e) {
            tell("Not in the audit: {} by {} from {} at {}", entry);
            log.warn("The audit takes nothing", e);
            return;
        }
        if (written.getAndIncrement() % BETWEEN_PRUNINGS == 0) {
            prune(entry.at().minus(kept));
        }
    }

    private void prune(Instant oldestKept) {
        try {
            int unused = dao.prune(oldestKept, MOST);
        } catch (DatabaseException e) {
            log.warn("The audit was not shortened", e);
        }
    }

    private static void tell(String sentence, AuditEntry entry) {
        log.warn(sentence, entry.action().text(), entry.who(), entry.address(), entry.at());
    }

    private static @Nullable String cut(@Nullable String detail) {
        return detail == null || detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }
}
