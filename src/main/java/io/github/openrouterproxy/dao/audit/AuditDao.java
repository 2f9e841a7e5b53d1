package io.github.openrouterproxy.dao.audit;

import io.github.openrouterproxy.dao.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the audit, shortens it, and reads it to those who see everything; any thread. */
public interface AuditDao {
    void add(AuditEntry entry);

    /**
     * Newest first; none to whoever sees only calls of its own.
     *
     * @param oldest none of before it
     * @param before only entries with a smaller id; null begins at the newest
     */
    List<AuditEntry> newest(Scope scope, Instant oldest, int limit, @Nullable Long before);

    /**
     * Removes some of what is older, and some of the oldest of more than {@code most}: of users, and apart from them of
     * those who see everybody's calls; of changes; of wrong keys and of what was tried during a
     * pause, of each of more than half as many.
     *
     * @return how many; 0 when nothing is left to remove
     */
    int prune(Instant oldestKept, long most);
}
