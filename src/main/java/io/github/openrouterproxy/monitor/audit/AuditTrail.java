package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit, and keeps it within its bounds. What the database cannot take goes to the log instead: nobody is
 * kept out by it, and nothing is lost silently. Any thread.
 */
public final class AuditTrail {
    /** However many guess however long. */
    private static final long MOST = 100_000;

    private static final int LONGEST_DETAIL = 500;
    private static final int BETWEEN_PRUNINGS = 50;
    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditDao dao;
    private final Duration kept;
    private final Clock clock;
    private final AtomicInteger written = new AtomicInteger();

    public AuditTrail(AuditDao dao, Duration kept, Clock clock) {
        this.dao = dao;
        this.kept = kept;
        this.clock = clock;
    }

    /** What somebody who is known did. */
    public void add(AuditAction action, Viewer viewer, String address, @Nullable String detail) {
        add(action, viewer.name(), address, detail, viewer.seesEveryone());
    }

    /** @param who somebody who is not known; never a key in the clear */
    public void add(AuditAction action, String who, String address, @Nullable String detail) {
        add(action, who, address, detail, false);
    }

    private void add(AuditAction action, String who, String address, @Nullable String detail, boolean powerful) {
        AuditEntry entry = new AuditEntry(0, clock.instant(), action, who, address, cut(detail), powerful);
        try {
            dao.add(entry);
            if (written.getAndIncrement() % BETWEEN_PRUNINGS == 0) {
                int unused = dao.prune(entry.at().minus(kept), MOST);
            }
        } catch (DatabaseException e) {
            log.warn("Not in the audit: {} by {} from {}", action.text(), who, address, e);
        }
    }

    private static @Nullable String cut(@Nullable String detail) {
        return detail == null || detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }
}
