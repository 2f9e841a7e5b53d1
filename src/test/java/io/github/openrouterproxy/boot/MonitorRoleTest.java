package io.github.openrouterproxy.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MonitorRoleTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private final CountDownLatch shortened = new CountDownLatch(3);

    @Test
    void theAuditIsShortenedAgainAndAgainThoughNothingIsAdded() throws InterruptedException {
        Lifecycle lifecycle = new Lifecycle();
        MonitorRole.audit(
                new Pruned(), Duration.ofDays(90), Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(1), lifecycle);

        assertThat(shortened.await(30, TimeUnit.SECONDS)).isTrue();
        lifecycle.stop();
    }

    private final class Pruned implements AuditDao {
        @Override
        public void add(AuditEntry entry) {
            throw new AssertionError("nothing is added");
        }

        @Override
        public List<AuditEntry> newest(Scope scope, Instant oldest, int limit, @Nullable Long before) {
            return List.of();
        }

        @Override
        public int prune(Instant oldestKept, long most) {
            if (oldestKept.equals(NOW.minus(Duration.ofDays(90)))) {
                shortened.countDown();
            }
            return 0;
        }
    }
}
