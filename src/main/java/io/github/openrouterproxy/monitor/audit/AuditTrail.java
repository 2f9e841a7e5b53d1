package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The audit: what is written there, and for how long it is kept. Any thread. */
public final class AuditTrail {
    private static final int LONGEST_DETAIL = 500;

    private final AuditDao dao;
    private final Duration kept;
    private final Clock clock;
    private final AuditWriter writer;
    private final Allowance allowance = new Allowance();

    /** @param executor runs one thing after the other, and refuses when too much waits */
    public AuditTrail(AuditDao dao, Duration kept, Clock clock, Executor executor) {
        this.dao = dao;
        this.kept = kept;
        this.clock = clock;
        this.writer = new AuditWriter(dao, this::oldestKept, executor);
    }

    /** What somebody who is known did. */
    public void add(AuditAction action, Viewer viewer, String address, @Nullable String detail) {
        if (viewer.seesEveryone()) {
            write(entry(action, viewer.name(), address, detail, true), viewer.name());
        } else {
            add(action, viewer.name(), address, detail);
        }
    }

    /** @param who a user, or somebody who is not known; never a key in the clear */
    public void add(AuditAction action, String who, String address, @Nullable String detail) {
        write(
                entry(action, who, address, detail, false),
                ClientNetwork.of(address).text());
    }

    /** As {@link io.github.openrouterproxy.dao.audit.AuditReadDao} has it. */
    public List<AuditEntry> newest(Scope scope, int limit, @Nullable Long before) {
        return dao.newest(scope, oldestKept(), limit, before);
    }

    /** Removes what is too old, and what is too much. The executor's thread. */
    public void shorten() {
        writer.shorten();
    }

    /** What waits still goes to the log: the database is about to be closed. */
    public void giveUp() {
        writer.giveUp();
    }

    private void write(AuditEntry entry, String whose) {
        allowance.admitted(entry, whose).ifPresent(writer::write);
    }

    private Instant oldestKept() {
        return clock.instant().minus(kept);
    }

    private AuditEntry entry(
            AuditAction action, String who, String address, @Nullable String detail, boolean powerful) {
        return new AuditEntry(0, clock.instant(), action, who, address, cut(detail), powerful);
    }

    private static @Nullable String cut(@Nullable String detail) {
        return detail == null || detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }
}
