package io.github.openrouterproxy.dao.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads the audit; any thread. Only administrators and auditors may be shown what it reads. */
public interface AuditDao {
    void add(AuditEntry entry);

    /**
     * Newest first.
     *
     * @param before only entries with a smaller id; null begins at the newest
     */
    List<AuditEntry> newest(int limit, @Nullable Long before);

    /**
     * Removes what is older, and the oldest of more than {@code most}; of wrong keys, which have a room of their own,
     * of more than half as many.
     *
     * @return how many
     */
    int prune(Instant oldestKept, long most);
}
