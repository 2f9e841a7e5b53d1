package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.monitor.access.BoundedMap;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Notes in the audit who sees everybody's calls without a session of ours: with a key in each call, or vouched for in
 * each call. Once an hour for each of them and each address. Any thread.
 */
public final class Arrivals {
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private final AuditTrail audit;
    private final Clock clock;
    private final Map<Arrival, Instant> noted = new BoundedMap<>(REMEMBERED);

    public Arrivals(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** @param how they came, in a few words */
    public void note(Viewer viewer, String address, String how) {
        if (viewer.seesEveryone() && isNew(new Arrival(viewer.name(), address))) {
            audit.add(AuditAction.LOGIN, viewer.name(), address, how);
        }
    }

    private synchronized boolean isNew(Arrival arrival) {
        Instant now = clock.instant();
        Instant before = noted.get(arrival);
        if (before != null && now.isBefore(before.plus(AGAIN))) {
            return false;
        }
        noted.put(arrival, now);
        return true;
    }

    private record Arrival(String name, String address) {}
}
