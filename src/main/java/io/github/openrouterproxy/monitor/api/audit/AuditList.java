package io.github.openrouterproxy.monitor.api.audit;

import io.github.openrouterproxy.dao.audit.AuditEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/audit}, newest first.
 *
 * @param nextCursor continues behind the last one; null at the end
 */
record AuditList(List<Entry> entries, @Nullable Long nextCursor) {
    static AuditList of(List<AuditEntry> found, int size) {
        List<Entry> entries = found.stream().limit(size).map(Entry::of).toList();
        Long next = found.size() > size ? entries.get(entries.size() - 1).id() : null;
        return new AuditList(entries, next);
    }

    /** One line. */
    record Entry(
            long id,
            Instant timestamp,
            String action,
            String who,
            String address,
            @Nullable String detail) {
        static Entry of(AuditEntry entry) {
            return new Entry(
                    entry.id(), entry.at(), entry.action().text(), entry.who(), entry.address(), entry.detail());
        }
    }
}
