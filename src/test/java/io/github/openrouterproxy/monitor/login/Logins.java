package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.config.AccessSettings;
import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.config.VouchingSettings;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logins without a server around them. */
public final class Logins {
    private Logins() {}

    public static AccessSettings settings(List<String> administrators, List<String> auditors) {
        return new AccessSettings(
                administrators.stream().map(Secret::new).toList(),
                auditors.stream().map(Secret::new).toList(),
                Duration.ofHours(8),
                Duration.ofHours(24),
                List.of(),
                VouchingSettings.OFF,
                Duration.ofDays(365));
    }

    public static LoginGate gate(String administrator, UserDao users, Clock clock) {
        return gate(administrator, users, new InMemoryAudit(), clock);
    }

    public static LoginGate gate(String administrator, UserDao users, AuditDao audit, Clock clock) {
        return gate(administrator, users, KeyConfirmation.NONE, audit, clock);
    }

    static LoginGate gate(
            String administrator, UserDao users, KeyConfirmation confirmation, AuditDao audit, Clock clock) {
        Login login = new Login(
                settings(List.of(administrator), List.of()), new KeyFingerprints(new byte[32]), users, confirmation);
        return new LoginGate(login, new AuditTrail(audit, Duration.ofDays(1), clock, Runnable::run), clock);
    }

    /** Keeps what is written, for a test to read. */
    public static final class InMemoryAudit implements AuditDao {
        private final List<AuditEntry> entries = new ArrayList<>();
        private volatile Runnable whenPruned = () -> {};
        private volatile @Nullable Throwable failure;

        @Override
        public synchronized void add(AuditEntry entry) {
            mayFail();
            entries.add(entry);
        }

        @Override
        public synchronized List<AuditEntry> newest(Scope scope, Instant oldest, int limit, @Nullable Long before) {
            return List.copyOf(entries);
        }

        public synchronized List<AuditEntry> all() {
            return List.copyOf(entries);
        }

        /** From now on it takes nothing, and says so in this way. */
        public void failWith(Throwable unchecked) {
            failure = unchecked;
        }

        private void mayFail() {
            if (failure instanceof RuntimeException surprise) {
                throw surprise;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }

        /** What else happens while it is shortened. */
        public void whenPruned(Runnable meanwhile) {
            whenPruned = meanwhile;
        }

        @Override
        public int prune(Instant oldestKept, long most) {
            mayFail();
            whenPruned.run();
            return 0;
        }
    }
}
