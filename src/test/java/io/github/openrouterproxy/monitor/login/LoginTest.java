package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.UserDao.Calls;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoginTest {
    private static final KeyFingerprints FINGERPRINTS = new KeyFingerprints(new byte[32]);
    private static final Credential ALICE = new Credential("sk-or-v1-alice-0001");
    private static final ApiKey ALICE_KEY = FINGERPRINTS.of(ALICE);

    private final List<String> asked = new ArrayList<>();
    private final List<Credential> confirmations = new ArrayList<>();
    private KeyConfirmation.Answer upstreamSays = KeyConfirmation.Answer.INVALID;
    private final Login login = new Login(
            Logins.settings(List.of("sk-admin-secret", "sk-admin-second"), List.of("sk-auditor")),
            FINGERPRINTS,
            fingerprint -> {
                asked.add(fingerprint);
                return fingerprint.equals(ALICE_KEY.fingerprint()) ? Calls.FOR_NOTHING : Calls.NONE;
            },
            key -> {
                confirmations.add(key);
                return upstreamSays;
            });

    @Test
    void theAdministratorsKeySeesEverything() {
        assertThat(login.by(new Credential("sk-admin-secret")).orElseThrow().scope())
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

            assertThat(ofOdd.by(new Credential(odd)).orElseThrow().seesEveryone())
                    .isTrue();
            assertThat(ofOdd.by(new Credential(odd + " "))).isEmpty();
        }
    }

    @Test
    void aKeyThatMadeCallsSeesItsOwn() {
        assertThat(login.by(ALICE)).contains(new Viewer.User(ALICE_KEY));
        assertThat(login.by(ALICE).orElseThrow().scope()).isEqualTo(new Scope.OwnedBy(ALICE_KEY.fingerprint()));
    }

    @Test
    void aKeyThatMadeNoCallsSeesNothing() {
        assertThat(login.by(new Credential("sk-or-v1-mallory"))).isEmpty();
    }

    @Test
    void thereMayBeSeveralAdministratorsEachWithAKeyOfTheirOwn() {
        Viewer second = login.by(new Credential("sk-admin-second")).orElseThrow();

        assertThat(second.mayChange()).isTrue();
        assertThat(second.name())
                .isNotEqualTo(login.by(new Credential("sk-admin-secret"))
                        .orElseThrow()
                        .name())
                .doesNotContain("sk-admin-second");
    }

    @Test
    void anAuditorSeesEverythingAndChangesNothing() {
        Viewer auditor = login.by(new Credential("sk-auditor")).orElseThrow();

        assertThat(auditor.scope()).isEqualTo(new Scope.Everyone());
        assertThat(auditor.mayChange()).isFalse();
    }

    @Test
    void aKeyThatTheUpstreamConfirmsSeesItsOwnBeforeItsFirstCall() {
        upstreamSays = KeyConfirmation.Answer.VALID;

        assertThat(login.by(new Credential("sk-or-v1-new")).orElseThrow()).isInstanceOf(Viewer.User.class);
    }

    @Test
    void knownKeysStillLogInWhileTheUpstreamIsUnreachable() {
        upstreamSays = KeyConfirmation.Answer.UNREACHABLE;

        assertThat(login.by(ALICE)).contains(new Viewer.User(ALICE_KEY));
        assertThat(login.by(new Credential("sk-or-v1-new"))).isEmpty();
        assertThat(confirmations).containsExactly(new Credential("sk-or-v1-new"));
    }

    @Test
    void aKeyThatOnlyMadeCallsMayBeMadeUpAndOneThatTheUpstreamConfirmsIsNot() {
        assertThat(login.isProven(new Viewer.User(ALICE_KEY))).isFalse();
        assertThat(login.isProven(new Viewer.User(new ApiKey("00", "sk-…")))).isTrue();
        assertThat(login.isProven(new Viewer.Auditor("carol"))).isTrue();
    }

    @Test
    void noAdministratorsKeyIsSentToTheUpstream() {
        login.by(new Credential("sk-admin-secret"));
        login.by(new Credential("sk-auditor"));

        assertThat(confirmations).isEmpty();
    }

    @Test
    void everyKeyIsAskedForAlikeSoThatTimeTellsNothing() {
        login.by(new Credential("sk-admin-secret"));
        login.by(new Credential("sk-admin-secreT"));
        login.by(ALICE);

        assertThat(asked).hasSize(3);
    }

    @Test
    void withoutAnAdministratorsKeyThereIsNoAdministrator() {
        Login open = new Login(
                Logins.settings(List.of(), List.of()), FINGERPRINTS, fingerprint -> Calls.NONE, KeyConfirmation.NONE);

        assertThat(open.by(new Credential(""))).isEmpty();
        assertThat(open.by(new Credential("null"))).isEmpty();
    }
}
