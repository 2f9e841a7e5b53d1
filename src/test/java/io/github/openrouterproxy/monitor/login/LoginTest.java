package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.UserDao.Calls;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LoginTest {
    private static final KeyFingerprints FINGERPRINTS = new KeyFingerprints(new byte[32]);
    private static final Credential ALICE = new Credential("sk-or-v1-alice-0001");
    private static final ApiKey ALICE_KEY = FINGERPRINTS.of(ALICE);

    private final List<String> asked = new ArrayList<>();
    private final List<Credential> confirmations = new ArrayList<>();
    private KeyConfirmation.Answer upstreamSays = KeyConfirmation.Answer.INVALID;
    private Calls alicesCalls = Calls.FOR_NOTHING;
    private final Login login = new Login(
            Logins.settings(List.of("sk-admin-secret", "sk-admin-second"), List.of("sk-auditor")),
            FINGERPRINTS,
            fingerprint -> {
                asked.add(fingerprint);
                return fingerprint.equals(ALICE_KEY.fingerprint()) ? alicesCalls : Calls.NONE;
            },
            key -> {
                confirmations.add(key);
                return upstreamSays;
            });

    @Test
    void theAdministratorsKeySeesEverything() {
        assertThat(viewerOf(new Credential("sk-admin-secret")).orElseThrow().scope())
                .isEqualTo(new Scope.Everyone());
    }

    @Test
    void keysOfAnyShapeLogIn() {
        for (String odd : List.of("a", "%41&=;\"'<>", "k y", "密钥", "\\$1", "a,b", "-----------------------------")) {
            Login ofOdd = new Login(
                    Logins.settings(List.of(odd), List.of()),
                    FINGERPRINTS,
                    fingerprint -> Calls.NONE,
                    KeyConfirmation.NONE);

            assertThat(viewerOf(ofOdd, new Credential(odd)).orElseThrow().seesEveryone())
                    .isTrue();
            assertThat(viewerOf(ofOdd, new Credential(odd + " "))).isEmpty();
        }
    }

    @Test
    void aKeyThatMadeCallsSeesItsOwn() {
        assertThat(viewerOf(ALICE)).contains(new Viewer.User(ALICE_KEY));
        assertThat(viewerOf(ALICE).orElseThrow().scope()).isEqualTo(new Scope.OwnedBy(ALICE_KEY.fingerprint()));
    }

    @Test
    void aKeyThatMadeNoCallsSeesNothing() {
        assertThat(viewerOf(new Credential("sk-or-v1-mallory"))).isEmpty();
    }

    @Test
    void thereMayBeSeveralAdministratorsEachWithAKeyOfTheirOwn() {
        Viewer second = viewerOf(new Credential("sk-admin-second")).orElseThrow();

        assertThat(second.mayChange()).isTrue();
        assertThat(second.name())
                .isNotEqualTo(viewerOf(new Credential("sk-admin-secret"))
                        .orElseThrow()
                        .name())
                .doesNotContain("sk-admin-second");
    }

    @Test
    void anAuditorSeesEverythingAndChangesNothing() {
        Viewer auditor = viewerOf(new Credential("sk-auditor")).orElseThrow();

        assertThat(auditor.scope()).isEqualTo(new Scope.Everyone());
        assertThat(auditor.mayChange()).isFalse();
    }

    @Test
    void aKeyThatTheUpstreamConfirmsSeesItsOwnBeforeItsFirstCall() {
        upstreamSays = KeyConfirmation.Answer.VALID;

        assertThat(viewerOf(new Credential("sk-or-v1-new")).orElseThrow()).isInstanceOf(Viewer.User.class);
    }

    @Test
    void knownKeysStillLogInWhileTheUpstreamIsUnreachable() {
        upstreamSays = KeyConfirmation.Answer.UNREACHABLE;

        assertThat(viewerOf(ALICE)).contains(new Viewer.User(ALICE_KEY));
        assertThat(viewerOf(new Credential("sk-or-v1-new"))).isEmpty();
        assertThat(confirmations).containsExactly(ALICE, new Credential("sk-or-v1-new"));
    }

    @Test
    void aKeyWhoseCallsCostNothingMayBeMadeUpUnlessTheUpstreamConfirmsIt() {
        upstreamSays = KeyConfirmation.Answer.VALID;
        assertThat(isProven(gate(login))).isTrue();
        upstreamSays = KeyConfirmation.Answer.INVALID;
        assertThat(isProven(gate(login))).isFalse();
        upstreamSays = KeyConfirmation.Answer.UNREACHABLE;
        assertThat(isProven(gate(login))).isFalse();
        assertThat(confirmations).containsExactly(ALICE, ALICE, ALICE);
    }

    @Test
    void whoseCallsCostAndWhoseKeyIsAnAdministratorsIsProvenWithoutAskingTheUpstream() {
        alicesCalls = Calls.CHARGED;

        assertThat(List.of(ALICE, new Credential("sk-admin-secret"), new Credential("sk-auditor")))
                .allMatch(key -> accepted(gate(login), key).orElseThrow().proven());
        assertThat(confirmations).isEmpty();
    }

    /** A program sends its key with every call, and would wait each time for an upstream that does not answer. */
    @ParameterizedTest
    @EnumSource
    void theUpstreamIsNotAskedAgainAboutAKeyWithCallsThatWasRightFromThereBefore(KeyConfirmation.Answer first) {
        LoginGate gate = gate(login);
        upstreamSays = first;
        boolean provenBefore = isProven(gate);
        confirmations.clear();
        upstreamSays = KeyConfirmation.Answer.UNREACHABLE;

        assertThat(isProven(gate)).isEqualTo(provenBefore);
        assertThat(confirmations).isEmpty();

        alicesCalls = Calls.CHARGED;
        assertThat(isProven(gate)).isTrue();
        assertThat(confirmations).isEmpty();
        alicesCalls = Calls.NONE;
        assertThat(accepted(gate, ALICE)).isEmpty();
    }

    @Test
    void noAdministratorsKeyIsSentToTheUpstream() {
        viewerOf(new Credential("sk-admin-secret"));
        viewerOf(new Credential("sk-auditor"));

        assertThat(confirmations).isEmpty();
    }

    @Test
    void everyKeyIsAskedForAlikeSoThatTimeTellsNothing() {
        viewerOf(new Credential("sk-admin-secret"));
        viewerOf(new Credential("sk-admin-secreT"));
        viewerOf(ALICE);

        assertThat(asked).hasSize(3);
    }

    @Test
    void withoutAnAdministratorsKeyThereIsNoAdministrator() {
        Login open = new Login(
                Logins.settings(List.of(), List.of()), FINGERPRINTS, fingerprint -> Calls.NONE, KeyConfirmation.NONE);

        assertThat(viewerOf(open, new Credential(""))).isEmpty();
        assertThat(viewerOf(open, new Credential("null"))).isEmpty();
    }

    private Optional<Viewer> viewerOf(Credential key) {
        return viewerOf(login, key);
    }

    private static Optional<Viewer> viewerOf(Login asked, Credential key) {
        return accepted(gate(asked), key).map(LoginResult.Accepted::viewer);
    }

    private boolean isProven(LoginGate asked) {
        return accepted(asked, ALICE).orElseThrow().proven();
    }

    private static Optional<LoginResult.Accepted> accepted(LoginGate asked, Credential key) {
        return asked.attempt("10.0.0.1", key) instanceof LoginResult.Accepted accepted
                ? Optional.of(accepted)
                : Optional.empty();
    }

    private static LoginGate gate(Login login) {
        Clock clock = Clock.systemUTC();
        return new LoginGate(
                login, new AuditTrail(new Logins.InMemoryAudit(), Duration.ofDays(1), clock, Runnable::run), clock);
    }
}
