package io.github.openrouterproxy.dao.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit.
 *
 * @param id grows with every entry; 0 before it is written
 * @param who a name or a masked key with its fingerprint, never a key
 * @param address it came from
 * @param detail what it was about
 * @param powerful whether it is about somebody who sees everybody's calls
 */
public record AuditEntry(
        long id,
        Instant at,
        AuditAction action,
        String who,
        String address,
        @Nullable String detail,
        boolean powerful) {}
