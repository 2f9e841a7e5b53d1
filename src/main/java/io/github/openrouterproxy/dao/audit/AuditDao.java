package io.github.openrouterproxy.dao.audit;

import io.github.openrouterproxy.dao.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads the audit, which is for those who see everything; any thread. */
public interface AuditDao {
    void add(AuditEntry entry);

    /**
     * Newest first; none to whoever sees only calls of its own.
     *
     * @param before only entries with a smaller id; null begins at the newest
     */
    List<AuditEntry> newest(Scope scope, int limit, @Nullable Long before);

    /**
     * Removes what is older, and the oldest of more than {@code most}: of users, and apart from them of those who see
     * everybody's calls; of wrong keys, of more than half as many.
     *
     * @return how many
     */
    int prune(Instant oldestKept, long most);
}
