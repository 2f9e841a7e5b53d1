package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoginTest {
    private static final KeyFingerprints FINGERPRINTS = new KeyFingerprints(new byte[32]);
    private static final Credential ALICE = new Credential("sk-or-v1-alice-0001");
    private static final ApiKey ALICE_KEY = FINGERPRINTS.of(ALICE);

    private final List<String> asked = new ArrayList<>();
    private final Login login = new Login(new Secret("sk-admin-secret"), FINGERPRINTS, fingerprint -> {
        asked.add(fingerprint);
        return fingerprint.equals(ALICE_KEY.fingerprint());
    });

    @Test
    void theAdministratorsKeySeesEverything() {
        assertThat(login.by(new Credential("sk-admin-secret")).orElseThrow().scope())
                .isEqualTo(new Scope.Everyone());
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
    void everyKeyIsAskedForAlikeSoThatTimeTellsNothing() {
        login.by(new Credential("sk-admin-secret"));
        login.by(new Credential("sk-admin-secreT"));
        login.by(ALICE);

        assertThat(asked).hasSize(3);
    }

    @Test
    void withoutAnAdministratorsKeyThereIsNoAdministrator() {
        Login open = new Login(null, FINGERPRINTS, fingerprint -> false);

        assertThat(open.by(new Credential(""))).isEmpty();
        assertThat(open.by(new Credential("null"))).isEmpty();
    }
}
