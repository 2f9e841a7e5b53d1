package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.dao.audit.NotListed;
import io.github.openrouterproxy.monitor.access.KeptApart;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How many entries of one kind somebody has in an hour: the users and strangers of one network together, since a key
 * that was made up is a user's as soon as a call was made with it; of those who see everybody's calls each. Any thread.
 */
final class Allowance {
    private static final long MOST = 500;
    private static final Duration AGAIN = Duration.ofHours(1);

    private final KeptApart<Whose, Count> counted = new KeptApart<>();

    /**
     * @param whose the network or, of those who see everybody's calls, the name
     * @return the entry, or one that says that more are not listed, or none
     */
    Optional<AuditEntry> admitted(AuditEntry entry, String whose) {
        return NotListed.Kind.of(entry.action())
                .map(kind -> admitted(entry, new Whose(whose, kind)))
                .orElse(Optional.of(entry));
    }

    private Optional<AuditEntry> admitted(AuditEntry entry, Whose whose) {
        long before = next(entry, whose) - 1;
        if (before < MOST) {
            return Optional.of(entry);
        }
        // Each time that it has doubled: how many there were is told, and by few.
        boolean isTold = before % MOST == 0 && Long.bitCount(before / MOST) == 1;
        return isTold ? Optional.of(notListed(entry, whose, before)) : Optional.empty();
    }

    /** By nobody in particular where many share an allowance: whoever came next is not who took it. */
    private static AuditEntry notListed(AuditEntry entry, Whose whose, long moreThan) {
        return new AuditEntry(
                0,
                entry.at(),
                AuditAction.NOT_LISTED,
                whose.who,
                entry.address(),
                new NotListed(moreThan, whose.kind).text(),
                entry.powerful());
    }

    private synchronized long next(AuditEntry entry, Whose whose) {
        Map<Whose, Count> counts = counted.of(entry.powerful());
        Count before = counts.get(whose);
        Count count = before == null || !entry.at().isBefore(before.since.plus(AGAIN))
                ? new Count(entry.at(), 1)
                : new Count(before.since, before.number + 1);
        counts.put(whose, count);
        return count.number;
    }

    private record Whose(String who, NotListed.Kind kind) {}

    private record Count(Instant since, long number) {}
}
