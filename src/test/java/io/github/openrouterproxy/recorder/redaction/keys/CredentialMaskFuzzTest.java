package io.github.openrouterproxy.recorder.redaction.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.testing.Fuzz;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialMaskFuzzTest {
    private static final List<String> NAMES =
            List.of("Authorization", "x-api-key", "Cookie", "SET-COOKIE", "Proxy-Authorization", "X-Auth-Token");
    private static final List<String> BEFORE =
            List.of("Bearer ", "Basic ", "bearer\t", "session=", "; ", "a=b", " ", "sk-or-v1-", "\"", ",", "=");
    private static final List<String> PARAMETERS =
            List.of("key", "api_key", "API-Key", "access_token", "ke%79", "client_secret", "X-Amz-Signature");
    private static final List<String> QUERY = List.of("a=b", "&", "%", "%zz", "%20", "é", "//", "@", "#", "/", "x");

    private final CredentialMask mask = new CredentialMask(new KeyFingerprints(new byte[32]), null);

    @Test
    void noSecretSurvivesInACredentialHeader() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String value = fuzz.text(BEFORE) + secret + fuzz.text(BEFORE);
            Headers sent = new Headers(List.of(new Header(fuzz.oneOf(NAMES), value)));

            assertThat(mask.headers(sent).lines().get(0).value()).doesNotContain(secret);
        });
    }

    @Test
    void noSecretSurvivesInTheQuery() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String url = "https://h/v1?" + fuzz.text(QUERY) + "&" + fuzz.oneOf(PARAMETERS) + "=" + secret;

            assertThat(mask.url(url + "&" + fuzz.text(QUERY))).doesNotContain(secret);
        });
    }

    @Test
    void noSecretSurvivesInAnAddressInTheQueryHoweverOftenItIsEncoded() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String url = fuzz.text(QUERY) + "&" + fuzz.oneOf(PARAMETERS) + "=" + secret + "&" + fuzz.text(QUERY);
            for (int times = fuzz.number(3); times >= 0; times--) {
                url = URLEncoder.encode(url, StandardCharsets.UTF_8);
            }

            assertThat(mask.url("https://h/v1?" + fuzz.text(QUERY) + "&next=" + url))
                    .doesNotContain(secret);
        });
    }
}
