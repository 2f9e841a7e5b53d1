package io.github.openrouterproxy.monitor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AuditTrailTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Viewer USER = new Viewer.User(new ApiKey("00ff", "sk-or-…9f3c"));

    private final Entries entries = new Entries();
    private final AuditTrail trail = new AuditTrail(entries, Duration.ofDays(90), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void anEntrySaysWhoDidWhatFromWhereAndWhen() {
        trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "/x");
        trail.add(AuditAction.CHANGE, new Viewer.Administrator("alice"), "10.0.0.2", null);
        trail.add(AuditAction.LOGIN_FAILED, "key (fp 01)", "10.0.0.3", null);

        assertThat(entries.written)
                .containsExactly(
                        new AuditEntry(0, NOW, AuditAction.DOWNLOAD, "sk-or-…9f3c (fp 00ff)", "10.0.0.1", "/x", false),
                        new AuditEntry(0, NOW, AuditAction.CHANGE, "alice", "10.0.0.2", null, true),
                        new AuditEntry(0, NOW, AuditAction.LOGIN_FAILED, "key (fp 01)", "10.0.0.3", null, false));
    }

    @Test
    void theOldAndTheSurplusGoWhileItGrows() {
        for (int i = 0; i < 101; i++) {
            trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "/x");
        }

        assertThat(entries.oldestKept).hasSize(3).containsOnly(NOW.minus(Duration.ofDays(90)));
        assertThat(entries.most).hasSize(3).containsOnly(100_000L);
    }

    @Test
    void nobodyWritesWithoutEnd() {
        trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "x".repeat(10_000));

        assertThat(entries.written.get(0).detail()).isEqualTo("x".repeat(500) + "…");
    }

    @Test
    void nobodyIsKeptOutByADatabaseThatTakesNothing() {
        entries.failing = true;

        assertThatNoException().isThrownBy(() -> trail.add(AuditAction.LOGIN, USER, "10.0.0.1", null));
    }

    private static final class Entries implements AuditDao {
        private final List<AuditEntry> written = new ArrayList<>();
        private final List<Instant> oldestKept = new ArrayList<>();
        private final List<Long> most = new ArrayList<>();
        private boolean failing;

        @Override
        public void add(AuditEntry entry) {
            if (failing) {
                throw new DatabaseException("full");
            }
            written.add(entry);
        }

        @Override
        public List<AuditEntry> newest(Scope scope, int limit, @Nullable Long before) {
            return written;
        }

        @Override
        public int prune(Instant oldest, long longest) {
            oldestKept.add(oldest);
            most.add(longest);
            return 0;
        }
    }
}
