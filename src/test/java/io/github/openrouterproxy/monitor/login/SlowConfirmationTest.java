package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.dao.UserDao.Calls;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.login.LoginResult.Accepted;
import io.github.openrouterproxy.monitor.login.LoginResult.Postponed;
import io.github.openrouterproxy.monitor.login.LoginResult.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who logs in from an address while the upstream is asked about keys of others there. */
final class SlowConfirmationTest {
    private static final String ADDRESS = "10.0.0.1";
    private static final Credential ROOT = new Credential("sk-admin-secret");
    private static final Credential CHARGED = new Credential("sk-or-v1-charged");
    private static final String CHARGED_FINGERPRINT =
            new KeyFingerprints(new byte[32]).of(CHARGED).fingerprint();

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final InstantSource time = () -> now;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final Logins.InMemoryAudit entries = new Logins.InMemoryAudit();
    private final List<LoginResult> meanwhile = new ArrayList<>();

    private Calls others = Calls.FOR_NOTHING;
    private KeyConfirmation upstream = key -> KeyConfirmation.Answer.UNREACHABLE;
    private final LoginGate gate = Logins.gate(
            ROOT.value(),
            fingerprint -> fingerprint.equals(CHARGED_FINGERPRINT) ? Calls.CHARGED : others,
            key -> upstream.confirm(key),
            entries,
            clock);

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FOR_NOTHING"})
    void nobodyOfAnAddressWaitsForAnUpstreamThatIsAskedAboutManyKeysThere(Calls calls) {
        others = calls;

        askedAtOnce(20, KeyConfirmation.Answer.UNREACHABLE, () -> {
            meanwhile.add(gate.attempt(ADDRESS, ROOT));
            meanwhile.add(gate.attempt(ADDRESS, CHARGED));
        });

        assertThat(meanwhile).hasSize(2).allMatch(Accepted.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FOR_NOTHING"})
    void whatIsAskedAboutCountsAsWrongMeanwhileAndTheAuditTellsOfThePause(Calls calls) {
        others = calls;

        askedAtOnce(21, KeyConfirmation.Answer.UNREACHABLE, () -> {
            meanwhile.add(gate.attempt(ADDRESS, ROOT));
            meanwhile.add(gate.attempt(ADDRESS, new Credential("sk-made-up")));
            meanwhile.add(gate.attempt("10.0.0.2", ROOT));
        });

        assertThat(meanwhile.subList(0, 2)).containsOnly(new Postponed(Duration.ofSeconds(1)));
        assertThat(meanwhile.get(2)).isInstanceOf(Accepted.class);
        assertThat(entries.all().subList(0, 2))
                .extracting(AuditEntry::action, AuditEntry::address)
                .containsOnly(tuple(AuditAction.LOGIN_POSTPONED, ADDRESS));
        assertThat(gate.attempt(ADDRESS, ROOT)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FOR_NOTHING"})
    void whatIsConfirmedIsTakenBack(Calls calls) {
        others = calls;

        askedAtOnce(22, KeyConfirmation.Answer.VALID, () -> {});

        assertThat(meanwhile).containsExactly(new Postponed(Duration.ofSeconds(1)));
        upstream = key -> KeyConfirmation.Answer.INVALID;
        for (int i = 0; i < 20; i++) {
            assertThat(gate.attempt(ADDRESS, new Credential("sk-made-up-" + i))).isNotInstanceOf(Postponed.class);
        }
        assertThat(gate.attempt(ADDRESS, ROOT)).isInstanceOf(Accepted.class);
    }

    @Test
    void whatIsConfirmedAfterAPauseMakesNobodyWaitAnew() {
        others = Calls.NONE;
        wrong(25);
        upstream = key -> {
            meanwhile.add(gate.attempt(ADDRESS, ROOT));
            return KeyConfirmation.Answer.VALID;
        };

        assertThat(gate.attempt(ADDRESS, new Credential("sk-new"))).isInstanceOf(Accepted.class);

        assertThat(meanwhile).containsExactly(new Postponed(Duration.ofSeconds(32)));
        assertThat(gate.attempt(ADDRESS, ROOT)).isInstanceOf(Accepted.class);
    }

    @Test
    void whatOthersTryMeanwhileStaysCountedWhenOneIsTakenBack() {
        others = Calls.NONE;
        wrong(19);
        upstream = key -> {
            upstream = asked -> KeyConfirmation.Answer.INVALID;
            meanwhile.add(gate.attempt(ADDRESS, new Credential("sk-wrong-too")));
            return KeyConfirmation.Answer.VALID;
        };
        assertThat(gate.attempt(ADDRESS, new Credential("sk-new"))).isInstanceOf(Accepted.class);
        assertThat(meanwhile).containsExactly(new Refused());

        assertThat(gate.attempt(ADDRESS, new Credential("sk-wrong-again"))).isInstanceOf(Refused.class);
        assertThat(gate.attempt(ADDRESS, new Credential("sk-wrong-at-last")))
                .isEqualTo(new Postponed(Duration.ofSeconds(1)));
    }

    /** A program that asks many things at once, with a key whose calls cost nothing. */
    @Test
    void furtherCallsWithAKeyThatIsBeingAskedAboutDoNotWaitAndCountOnce() {
        Credential key = new Credential("sk-or-v1-for-nothing");
        upstream = asked -> {
            for (int i = 0; i < 30; i++) {
                meanwhile.add(gate.attempt(ADDRESS, key));
            }
            return KeyConfirmation.Answer.UNREACHABLE;
        };

        assertThat(gate.attempt(ADDRESS, key)).isInstanceOf(Accepted.class);

        assertThat(meanwhile).hasSize(30).allMatch(Accepted.class::isInstance);
        assertThat(gate.attempt(ADDRESS, ROOT)).isInstanceOf(Accepted.class);
    }

    /** The first is answered last; what is postponed is kept. */
    private void askedAtOnce(int keys, KeyConfirmation.Answer answer, Runnable whileAllAreAsked) {
        IntFunction<Credential> number = i -> new Credential("sk-or-v1-asked-" + i);
        Set<Integer> asked = new TreeSet<>();
        upstream = key -> {
            asked.add(asked.size() + 1);
            if (asked.size() < keys) {
                LoginResult result = gate.attempt(ADDRESS, number.apply(asked.size()));
                if (result instanceof Postponed) {
                    meanwhile.add(result);
                }
            } else {
                whileAllAreAsked.run();
            }
            return answer;
        };
        gate.attempt(ADDRESS, number.apply(0));
    }

    private void wrong(int keys) {
        for (int i = 0; i < keys; i++) {
            assertThat(gate.attempt(ADDRESS, new Credential("sk-wrong-" + i))).isInstanceOf(Refused.class);
            now = now.plus(Duration.ofSeconds(32));
        }
    }
}
