package io.github.openrouterproxy.monitor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.dao.audit.LoginWay;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.login.Logins;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private static final Viewer ADMINISTRATOR = new Viewer.Administrator("alice");

    private final Logins.InMemoryAudit entries = new Logins.InMemoryAudit();
    private Instant now = Instant.parse("2026-11-25T10:00:00Z");

    private Arrivals arrivals() {
        InstantSource source = () -> now;
        Clock moving = source.withZone(ZoneOffset.UTC);
        return new Arrivals(new AuditTrail(entries, Duration.ofDays(1), moving, Runnable::run), moving);
    }

    @Test
    void whoComesWithoutASessionIsNotedOnceAnHourForEachNetwork() {
        Arrivals arrivals = arrivals();
        arrivals.note(ADMINISTRATOR, "10.0.0.1", LoginWay.VOUCHED_FOR);
        arrivals.note(ADMINISTRATOR, "10.0.0.1", LoginWay.VOUCHED_FOR);
        arrivals.note(ADMINISTRATOR, "10.0.0.2", LoginWay.VOUCHED_FOR);
        now = now.plus(Duration.ofMinutes(61));
        arrivals.note(ADMINISTRATOR, "10.0.0.1", LoginWay.VOUCHED_FOR);

        assertThat(entries.all()).extracting(AuditEntry::address).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.1");
        assertThat(entries.all().get(0).who()).isEqualTo("alice");
    }

    @Test
    void aUserOfTheirOwnCallsIsNotedToo() {
        arrivals().note(new Viewer.User(new ApiKey("00", "sk-…")), "10.0.0.1", LoginWay.KEY_IN_THE_CALL);

        assertThat(entries.all())
                .extracting(AuditEntry::who, AuditEntry::detail, AuditEntry::powerful)
                .containsExactly(tuple("sk-… (fp 00)", "key in the call", false));
    }

    @Test
    void noUsersHoweverManyMakeAnAdministratorBeForgotten() {
        Arrivals arrivals = arrivals();
        arrivals.note(ADMINISTRATOR, "10.0.0.1", LoginWay.KEY_IN_THE_CALL);
        for (int i = 0; i < 10_001; i++) {
            arrivals.note(new Viewer.User(new ApiKey("f" + i, "sk-…")), "10.0.0.2", LoginWay.KEY_IN_THE_CALL);
        }
        arrivals.note(ADMINISTRATOR, "10.0.0.1", LoginWay.KEY_IN_THE_CALL);

        assertThat(entries.all()).filteredOn(AuditEntry::powerful).hasSize(1);
    }

    @Test
    void addressesOfOneCustomersNetworkCountAsOne() {
        Arrivals arrivals = arrivals();
        arrivals.note(ADMINISTRATOR, "2001:db8::1", LoginWay.KEY_IN_THE_CALL);
        arrivals.note(ADMINISTRATOR, "2001:db8::2", LoginWay.KEY_IN_THE_CALL);

        assertThat(entries.all()).extracting(AuditEntry::address).containsExactly("2001:db8::1");
    }
}
