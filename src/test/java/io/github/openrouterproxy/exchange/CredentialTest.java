package io.github.openrouterproxy.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialTest {
    private static final Header BEARER = new Header("authorization", "bearer  sk-bearer ");
    private static final Header X_API_KEY = new Header("X-Api-Key", "sk-x");
    private static final Header API_KEY = new Header("api-key", "sk-azure");

    @Test
    void isTheBearerTokenElseTheOneKeyElseTheOther() {
        assertThat(borneBy(API_KEY, X_API_KEY, BEARER)).isEqualTo("sk-bearer");
        assertThat(borneBy(API_KEY, X_API_KEY)).isEqualTo("sk-x");
        assertThat(borneBy(API_KEY)).isEqualTo("sk-azure");
        assertThat(borneBy(new Header("Authorization", "Basic dXNlcjpwdw=="), API_KEY))
                .isEqualTo("sk-azure");
        assertThat(Credential.borneBy(Headers.NONE)).isEmpty();
        assertThat(Credential.borneBy(new Headers(List.of(new Header("Authorization", "Bearer ")))))
                .isEmpty();
    }

    @Test
    void doesNotPrintItself() {
        assertThat(new Credential("sk-secret")).asString().doesNotContain("secret");
    }

    @Test
    void isStoredAsAMaskAndAFingerprintUnderASecret() {
        Credential key = new Credential("sk-or-v1-0123456789abcdef");
        ApiKey stored = new KeyFingerprints("one secret".getBytes(UTF_8)).of(key);

        assertThat(stored.mask()).isEqualTo("sk-or-…cdef");
        assertThat(stored.fingerprint()).matches("[0-9a-f]{32}");
        assertThat(new KeyFingerprints("one secret".getBytes(UTF_8)).of(key)).isEqualTo(stored);
        assertThat(new KeyFingerprints("another secret".getBytes(UTF_8)).of(key).fingerprint())
                .isNotEqualTo(stored.fingerprint());
    }

    @Test
    void showsNothingOfAShortKey() {
        assertThat(new KeyFingerprints(new byte[] {1})
                        .of(new Credential("sk-1234567890123456"))
                        .mask())
                .isEqualTo("…");
    }

    @Test
    void showsANameInsteadOfAnythingOfAnAdministratorsKey() {
        Credential root = new Credential("sk-root-0123456789abcdef");
        Credential other = new Credential("sk-or-v1-0123456789abcdef");
        KeyFingerprints plain = new KeyFingerprints(new byte[] {1});

        KeyFingerprints naming = plain.naming("administrator", List.of(root)).naming("auditor", List.of(root));

        assertThat(naming.of(root)).isEqualTo(new ApiKey(plain.of(root).fingerprint(), "administrator"));
        assertThat(naming.of(other)).isEqualTo(plain.of(other));
    }

    @Test
    void masksKeysOfAnyShape() {
        KeyFingerprints fingerprints = new KeyFingerprints(new byte[] {1});
        for (String odd : List.of("a", "ab", "%&=;\"'<>", "密钥")) {
            assertThat(fingerprints.of(new Credential(odd)).mask()).isEqualTo("…");
        }
        assertThat(fingerprints.of(new Credential("<b>&\"'%00;=,/?#[]@!$()")).mask())
                .isEqualTo("<b>&\"'…!$()");
    }

    private static String borneBy(Header... lines) {
        return Credential.borneBy(new Headers(List.of(lines))).orElseThrow().value();
    }
}
