package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.monitor.access.BoundedMap;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How much of the audit users and strangers of one network may fill in an hour, with wrong keys and, apart from them,
 * with all else: a key that was made up is a user's as soon as a call was made with it. Any thread.
 */
final class Allowance {
    static final int MOST = 500;
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<Whose, Count> counts = new BoundedMap<>(REMEMBERED);

    Allowance(Clock clock) {
        this.clock = clock;
    }

    /** @return the how manieth of its hour an entry is, beginning with 1 */
    synchronized long next(String address, AuditAction action) {
        Whose whose = new Whose(ClientNetwork.of(address), action == AuditAction.LOGIN_FAILED);
        Instant now = clock.instant();
        Count before = counts.get(whose);
        Count count = before == null || !now.isBefore(before.since.plus(AGAIN))
                ? new Count(now, 1)
                : new Count(before.since, before.number + 1);
        counts.put(whose, count);
        return count.number;
    }

    private record Whose(ClientNetwork network, boolean wrongKeys) {}

    private record Count(Instant since, long number) {}
}
