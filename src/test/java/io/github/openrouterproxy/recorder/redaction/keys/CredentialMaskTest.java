package io.github.openrouterproxy.recorder.redaction.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialMaskTest {
    private static final String SECRET = "sk-or-v1-0123456789abcdef0123456789abcdef";
    /** Nothing tells it from any other word. */
    private static final String SHAPELESS = "0123456789abcdefghij";

    private static final KeyFingerprints FINGERPRINTS = new KeyFingerprints(new byte[32]);
    private static final Credential KEY = new Credential(SECRET);
    private static final Credential OTHER = new Credential("sk-or-v1-fedcba9876543210");
    private static final String FINGERPRINT = FINGERPRINTS.of(KEY).fingerprint();
    private static final String MASKED = "sk-or-…cdef (fp " + FINGERPRINT + ")";
    private static final String IN_ADDRESS = "sk-or-…cdef+(fp+" + FINGERPRINT + ")";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "PROXY-AUTHORIZATION",
                "X-Forwarded-Authorization",
                "x-api-key",
                "api-key",
                "X-Goog-Api-Key",
                "apikey",
                "Ocp-Apim-Subscription-Key",
                "x-auth-token",
                "X-Amz-Security-Token",
                "CF-Access-Client-Secret",
                "Helicone-Auth",
                "X-Auth-Key",
                "x-functions-key",
                "token",
                "Cf-Access-Jwt-Assertion",
                "X-Secret-Key",
                "X-Key",
                "x-portkey-virtual-key",
                "Authentication",
                "X-Pwd"
            })
    void aKeyInAHeaderOfItsOwnIsMasked(String name) {
        assertThat(masked(name, SECRET, KEY)).isEqualTo(MASKED);
        assertThat(masked(name, "Bearer " + SECRET, KEY)).isEqualTo("Bearer " + MASKED);
        assertThat(masked(name, "bearer  " + SECRET, KEY)).isEqualTo("bearer " + MASKED);
        assertThat(masked(name, "Bearer " + SECRET, null)).isEqualTo("Bearer … (fp " + FINGERPRINT + ")");
    }

    @Test
    void aKeyInFrontOfAnotherWordIsNotTakenForAScheme() {
        assertThat(masked("Authorization", SECRET + " x")).doesNotContain(SECRET);
    }

    @Test
    void aKeyHasTheSameFingerprintWhereverItIs() {
        assertThat(masked("x-api-key", SECRET)).contains(FINGERPRINT);
        assertThat(masked("Authorization", "Bearer " + SECRET)).contains(FINGERPRINT);
        assertThat(url("https://h/v1?key=" + SECRET, null)).contains(FINGERPRINT);
    }

    @ParameterizedTest
    @CsvSource({
        "Cookie, session=abcdefghijklmnopqrstuvwxyz",
        "Set-Cookie, session=abcdefghijklmnopqrstuvwxyz; Path=/",
        "Authorization, Basic YWxpY2U6c2VjcmV0LXdvcmQ="
    })
    void ofACookieOrAPasswordNothingIsShown(String name, String value) {
        assertThat(masked(name, value)).matches("(Basic )?… \\(fp [0-9a-f]{32}\\)");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, application/json",
        "x-ratelimit-remaining-tokens, 149984",
        "X-Request-Id, req_0123456789abcdef",
        "WWW-Authenticate, Bearer realm=x",
        "Idempotency-Key, 0123456789abcdef",
        "Authorization, ''",
    })
    void whatIsNoCredentialStays(String name, String value) {
        assertThat(masked(name, value)).isEqualTo(value);
    }

    @Test
    void orderSpellingAndRepetitionStay() {
        Headers headers = new Headers(
                List.of(new Header("accept", "a"), new Header("X-API-KEY", SECRET), new Header("Accept", "b")));

        assertThat(headers(headers, KEY).lines())
                .containsExactly(new Header("accept", "a"), new Header("X-API-KEY", MASKED), new Header("Accept", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key",
                "KEY",
                "api_key",
                "api-key",
                "apikey",
                "apiKey",
                "api%5Fkey",
                "access_token",
                "token",
                "X-Goog-Api-Key",
                "client_secret",
                "code",
                "code_verifier",
                "sig",
                "session_token",
                "secret_key",
                "api_token",
                "pass",
                "X-Amz-Security-Token",
                "client_assertion"
            })
    void aKeyInTheQueryIsMasked(String name) {
        assertThat(url("https://h/v1/m?a=1&" + name + "=" + SECRET + "&b=%2F", KEY))
                .isEqualTo("https://h/v1/m?a=1&" + name + "=" + IN_ADDRESS + "&b=%2F");
        assertThat(url("https://h/v1/m?" + name + "=" + SHAPELESS, null)).doesNotContain(SHAPELESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Referer",
                "HTTP-Referer",
                "Location",
                "Content-Location",
                "Link",
                "Refresh",
                "X-Original-URI",
                "X-Original-URL",
                "X-Forwarded-Uri",
                "X-Rewrite-URL"
            })
    void aKeyInAnAddressThatAHeaderNamesIsMasked(String name) {
        String address = "https://me:" + SHAPELESS + "@h/?token=" + SHAPELESS + "&a=1";
        Headers masked = headers(new Headers(List.of(new Header(name, address))), null);

        assertThat(masked.first(name).orElseThrow())
                .startsWith("https://…")
                .endsWith("&a=1")
                .doesNotContain(SHAPELESS);
    }

    @Test
    void aPercentEncodedKeyHasTheFingerprintOfTheKeyItself() {
        assertThat(url("https://h/?key=" + SECRET.replace("-", "%2D"), KEY)).isEqualTo("https://h/?key=" + IN_ADDRESS);
        assertThat(url("https://h/?key=%zz" + SECRET, null)).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h/v1/models?keyword=1&page_token=2&max_tokens=3&monkey=4&language_code=5",
                "https://h/v1/models?q=key=",
                "https://h/v1/models/sk-learn-classifier-of-iris/endpoints",
                "https://h/v1/files/a%2Fb?x[]=1&empty=",
                "https://h/v1/files/%zz%2?q=50%25+more%2B%3Da%3Db",
                "https://h/v1"
            })
    void anAddressWithoutKeysStaysToTheByte(String url) {
        assertThat(url(url, KEY)).isEqualTo(url);
    }

    @Test
    void nameAndPasswordInAnAddressAreMasked() {
        assertThat(url("https://alice:wonder-land-123@gateway/v1?a=b@c", null))
                .doesNotContain("alice", "wonder-land")
                .endsWith("@gateway/v1?a=b@c");
    }

    @Test
    void addressesInHeadersAreMaskedToo() {
        assertThat(masked("Location", "https://h/next?access_token=" + SECRET, KEY))
                .isEqualTo("https://h/next?access_token=" + IN_ADDRESS);
        assertThat(masked("Referer", "https://h/?key=" + SECRET)).doesNotContain(SECRET);
    }

    @Test
    void theCallsOwnKeyIsMaskedWhereverItTurnsUp() {
        Headers headers = Headers.NONE.with("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key." + SECRET);

        assertThat(headers(headers, KEY).lines().get(0).value())
                .isEqualTo("realtime, openai-insecure-api-key." + IN_ADDRESS);
        assertThat(url("https://h/" + SECRET + "/v1", KEY)).isEqualTo("https://h/" + IN_ADDRESS + "/v1");
    }

    @Test
    void aForeignKeyOfAWellKnownShapeIsMaskedWhereverItTurnsUp() {
        String foreign = "sk-or-v1-0123456789abcdef";

        assertThat(url("https://h/x/" + foreign + "/y", KEY)).doesNotContain(foreign);
        assertThat(masked("X-Whatever", "with " + foreign)).doesNotContain(foreign);
        assertThat(url("https://h/v1?a=Bearer%20" + foreign, null)).doesNotContain(foreign);
        assertThat(url("https://h/v1?next=https%3A%2F%2Fh%3Fkey%3d" + foreign, KEY))
                .doesNotContain(foreign);
    }

    /** Realtime lets browsers, which cannot send a header of their own, write it there. */
    @Test
    void aKeyForABrowserIsMaskedWhereverItTurnsUp() {
        String ephemeral = "ek_68af296e8e408191a1120ab6383263c2";

        assertThat(masked("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key." + ephemeral + ", v1"))
                .startsWith("realtime, openai-insecure-api-key.…+(fp+")
                .endsWith("), v1")
                .doesNotContain(ephemeral);
        assertThat(url("https://h/v1/realtime/" + ephemeral + "?a=b", null)).doesNotContain(ephemeral);
        assertThat(masked("X-Note", "week_0123456789abcdefghijkl")).isEqualTo("week_0123456789abcdefghijkl");
    }

    @Test
    void everyKeyThatACallBoreIsKnown() {
        RequestHead head = new RequestHead(
                "POST",
                "https://h/v1/chat?key=in%2Dthe-query&page_token=next&to=%2F%3Ftoken%3Dof-an-address",
                "/chat",
                new Headers(List.of(
                        new Header("Authorization", "Bearer  " + SECRET),
                        new Header("Accept", "text/plain"),
                        new Header("x-api-key", SHAPELESS),
                        new Header("X-API-KEY", SHAPELESS + "2"),
                        new Header("Proxy-Authorization", "unknown scheme"),
                        new Header("Sec-WebSocket-Protocol", "realtime, key.ek_0123456789abcdef0123"),
                        new Header("Cookie", "session=abcdefghijklmnopqrstuvwxyz"))));

        assertThat(found(head, new Credential("the default")))
                .extracting(Credential::value)
                .containsExactly(
                        "the default",
                        SECRET,
                        SHAPELESS,
                        SHAPELESS + "2",
                        "unknown scheme",
                        "ek_0123456789abcdef0123",
                        "in-the-query",
                        "of-an-address");
        assertThat(found(new RequestHead("GET", "https://h/", "/", Headers.NONE), null))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h/a?key=%s&b=1",
                "//h#access_token=%s",
                "token=%s",
                "https://h/?next=%%2Fa%%3Fkey%%3D%s",
                "https://me:%s@h/"
            })
    void aKeyInAnAddressInAnAddressIsMaskedHoweverOftenItIsEncoded(String inner) {
        String url = inner.formatted(SHAPELESS);
        for (int times = 1; times <= 3; times++) {
            url = URLEncoder.encode(url, StandardCharsets.UTF_8);

            assertThat(url("https://h/v1?next=" + url + "&c=2", null))
                    .startsWith("https://h/v1?next=")
                    .endsWith("&c=2")
                    .doesNotContain(SHAPELESS);
        }
    }

    @Test
    void aKeyThatIsEncodedItselfIsMaskedHoweverOften() {
        String once = SECRET.replace("-", "%2D");
        String twice = once.replace("%", "%25");

        assertThat(url("https://h/x/" + once, KEY)).doesNotContain("%2D");
        assertThat(url("https://h/x/" + twice + "?a=%zz%20" + once, null)).doesNotContain("2D");
        assertThat(url("https://h/x?a=%2573k%252Dor-v1-0123456789abcdef0123", null))
                .doesNotContain("0123456789");
    }

    /** Nor the ends of others: one that is shown without them would be an administrator's. */
    @Test
    void ofAKeyThatIsNotTheCallsOwnTheRecordDoesNotTellWhoseItIs() {
        CredentialMask guesses = new CredentialMask(FINGERPRINTS.naming("administrator", List.of(KEY)), OTHER);
        String hidden = "… (fp " + FINGERPRINT + ")";
        Headers sent = Headers.NONE
                .with("x-guess-token", SECRET)
                .with("x-another-token", "Bearer " + SECRET)
                .with("X-Note", "is it " + SECRET);

        assertThat(guesses.headers(sent))
                .extracting(Header::value)
                .containsExactly(hidden, "Bearer " + hidden, "is it " + hidden.replace(' ', '+'));
        assertThat(guesses.url("https://h/" + SECRET + "?key=" + SECRET))
                .isEqualTo("https://h/%1$s?key=%1$s".formatted(hidden.replace(' ', '+')));
        assertThat(guesses.words("no " + SECRET)).isEqualTo("no " + hidden.replace(' ', '+'));
        assertThat(guesses.masked(SECRET)).isEqualTo(hidden);
        assertThat(guesses.masked(OTHER.value())).startsWith("sk-or-…3210 (fp ");
    }

    @Test
    void theCallsOwnKeyIsNamed() {
        CredentialMask own = new CredentialMask(FINGERPRINTS.naming("administrator", List.of(KEY)), KEY);

        assertThat(own.headers(Headers.NONE.with("Authorization", "Bearer " + SECRET)))
                .extracting(Header::value)
                .containsExactly("Bearer administrator (fp " + FINGERPRINT + ")");
    }

    private static String masked(String name, String value) {
        return masked(name, value, null);
    }

    private static String masked(String name, String value, @Nullable Credential own) {
        return headers(Headers.NONE.with(name, value), own).lines().get(0).value();
    }

    private static Headers headers(Headers headers, @Nullable Credential own) {
        return new CredentialMask(FINGERPRINTS, own).headers(headers);
    }

    private static String url(String url, @Nullable Credential own) {
        return new CredentialMask(FINGERPRINTS, own).url(url);
    }

    private static List<Credential> found(RequestHead head, @Nullable Credential own) {
        CredentialMask mask = new CredentialMask(FINGERPRINTS, own);
        RequestHead unused = mask.request(head);
        return mask.found();
    }

    @Test
    void aSecondKeyOfTheCallThatAnAnswerQuotesInAHeaderIsMaskedThereToo() {
        String second = "0123456789abcdefghij";
        CredentialMask mask = new CredentialMask(new KeyFingerprints(new byte[32]), null);
        mask.request(new RequestHead("GET", "/models", "/models", Headers.NONE.with("x-api-key", second)));
        Headers quoting =
                Headers.NONE.with("X-Reason", "no such key: " + second).with("X-Other", "98765abcdefghij43210");

        Headers shown = mask.ofAnswer().response(new ResponseHead(401, quoting)).headers();

        assertThat(shown.first("X-Reason").orElseThrow())
                .startsWith("no such key: …+(fp+")
                .doesNotContain(second);
        assertThat(shown.first("X-Other")).contains("98765abcdefghij43210");
    }

    /** Whatever of it has a name of its own, a longer key goes as a whole. */
    @ParameterizedTest
    @ValueSource(strings = {"-and-more-secret", ".and-more-secret", "/and+more=secret"})
    void nothingIsLeftOfAKeyOfWhichTheCallsOwnIsAPart(String rest) {
        Credential own = new Credential("sk-or-v1-0123456789abcdef");
        String longer = own.value() + rest;
        CredentialMask mask = new CredentialMask(FINGERPRINTS, own);
        mask.request(new RequestHead("GET", "/models", "/models", Headers.NONE.with("x-api-key", longer)));
        Headers quoting = Headers.NONE.with("X-Reason", "neither " + longer + " nor " + own.value());

        String shown = mask.ofAnswer()
                .response(new ResponseHead(401, quoting))
                .headers()
                .first("X-Reason")
                .orElseThrow();

        assertThat(shown).matches("neither …\\+\\(fp\\+[0-9a-f]{32}\\) nor sk-or-…cdef\\+\\(fp\\+[0-9a-f]{32}\\)");
    }

    @Test
    void nothingIsLeftOfAForeignKeyOfWhichTheCallsOwnIsAPart() {
        Credential own = new Credential("sk-or-v1-0123456789abcdef");

        assertThat(masked("X-Trace", "seen " + own.value() + "-and-more", own))
                .matches("seen …\\+\\(fp\\+[0-9a-f]{32}\\)");
        assertThat(url("/x/" + own.value() + "-and-more/y", own)).matches("/x/…\\+\\(fp\\+[0-9a-f]{32}\\)/y");
    }
}
