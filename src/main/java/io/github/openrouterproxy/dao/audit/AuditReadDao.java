package io.github.openrouterproxy.dao.audit;

import io.github.openrouterproxy.dao.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the audit, which is for those who see everything; any thread. */
public interface AuditReadDao {
    /**
     * Newest first; none to whoever sees only calls of its own, and none that is older than the audit is kept.
     *
     * @param before only entries with a smaller id; null begins at the newest
     */
    List<AuditEntry> newest(Scope scope, int limit, @Nullable Long before);
}
