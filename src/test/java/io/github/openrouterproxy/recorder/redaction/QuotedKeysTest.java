package io.github.openrouterproxy.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.recorder.redaction.Redaction.Redacted;
import io.github.openrouterproxy.testing.content.Compressed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedKeysTest {
    private static final String OWN = "sk-or-v1-0123456789abcdef";
    private static final String OTHER = "sk-or-v1-fedcba9876543210";
    private static final Headers JSON = Headers.NONE.with("Content-Type", "application/json");

    private final Redaction redaction = new Redaction(RedactionRules.NONE, Long.MAX_VALUE);

    @Test
    void theCallsOwnKeyIsMaskedInBothBodies() {
        Redacted shown = shown(call(OWN, "{\"api_key\":\"" + OWN + "\"}", 401, "/chat", JSON, "no such key: é " + OWN));

        assertThat(request(shown)).isEqualTo("{\"api_key\":\"<25…>\"}");
        assertThat(answer(shown)).isEqualTo("no such key: é <25…>");
        assertThat(shown.parts()).containsExactlyInAnyOrder(RedactedPart.REQUEST_BODY, RedactedPart.RESPONSE_BODY);
        assertThat(shown.captured().responseBody().length()).isEqualTo(41);
    }

    /** Otherwise whoever sends it would learn from the record that it is a key, or begins one. */
    @Test
    void theKeyOfSomebodyElseStaysAsItWasSent() {
        Body cut = new Body(("my " + OTHER.substring(0, 20)).getBytes(StandardCharsets.UTF_8), 1000, "ab", true);

        assertThat(request(shown(call(OWN, "my " + OTHER, 200, "/chat", JSON, ""))))
                .isEqualTo("my " + OTHER);
        assertThat(answer(shown(call(OWN, "", 200, "/chat", JSON, cut)))).isEqualTo("my " + OTHER.substring(0, 20));
    }

    @Test
    void aKeyIsFoundInACompressedAnswerWhichIsStoredDecoded() {
        Headers headers = JSON.with("Content-Encoding", "gzip");
        CapturedExchange call =
                call(OWN, "", 401, "/chat", headers, Body.whole(Compressed.gzip("no such key: " + OWN)));

        Redacted shown = shown(call);

        assertThat(answer(shown)).isEqualTo("no such key: <25…>");
        assertThat(shown.captured().response())
                .isEqualTo(new ResponseHead(401, JSON.with("X-Decoded-Content-Encoding", "gzip")));
    }

    @Test
    void aKeyThatIsCutOffAtTheEndGoesToo() {
        Body cut = new Body(("x " + OWN.substring(0, 20)).getBytes(StandardCharsets.UTF_8), 1000, "ab", true);

        assertThat(answer(shown(call(OWN, "", 200, "/chat", JSON, cut)))).isEqualTo("x ");
    }

    @Test
    void aKeyIsFoundAnywhereInALargeBody() {
        for (int before : List.of(256 * 1024 - 1, 256 * 1024 - 25, 256 * 1024, 700_000)) {
            String body = "x".repeat(before) + OWN + "y";

            assertThat(answer(shown(call(OWN, "", 200, "/chat", JSON, body)))).isEqualTo("x".repeat(before) + "<25…>y");
        }
    }

    @Test
    void keysThatAreIssuedOrRefusedAreMaskedWhosesoeverTheyAre() {
        String issued = "{\"key\":\"sk-or-v1-fedcba9876543210\"}";

        assertThat(answer(shown(call(OWN, "", 201, "/keys", JSON, issued)))).isEqualTo("{\"key\":\"<25…>\"}");
        assertThat(answer(shown(call(OWN, "", 200, "/v1/auth/keys/code", JSON, issued))))
                .contains("<25…>");
        assertThat(answer(shown(call(OWN, "", 400, "/chat", JSON, issued)))).contains("<25…>");
        assertThat(answer(shown(call(OWN, "", 200, "/realtime/client_secrets", JSON, "ek_0123456789abcdef0123"))))
                .isEqualTo("<23…>");
        assertThat(answer(shown(call(OWN, "", 200, "/chat/completions", JSON, issued))))
                .isEqualTo(issued);
    }

    @Test
    void nothingIsLeftOfAnIssuedKeyOfWhichTheCallsOwnIsAPart() {
        String issued = "{\"key\":\"" + OWN + "-more\",\"for\":\"" + OWN + "\"}";

        assertThat(answer(shown(call(OWN, "", 201, "/keys", JSON, issued))))
                .isEqualTo("{\"key\":\"<30…>\",\"for\":\"<25…>\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0027", "\\n", "\\t", "\\r", "\\\"", "%27"})
    void aKeyThatIsRefusedIsMaskedBehindAnEscapeToo(String escape) {
        String refusal = "{\"error\":\"no key" + escape + OTHER + "\"}";

        assertThat(answer(shown(call(OWN, "", 401, "/chat", JSON, refusal))))
                .isEqualTo("{\"error\":\"no key" + escape + "<25…>\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-needed-by-anybody", "sk-1234", "a1b2c3d4e5f6a7b", "0123456789012345"})
    void aWordThatIsSentForAKeyStaysInTexts(String key) {
        Redacted shown = shown(call(key, "it is " + key, 200, "/chat", JSON, ""));

        assertThat(request(shown)).isEqualTo("it is " + key);
        assertThat(shown.parts()).isEmpty();
    }

    @Test
    void whatHoldsNoKeyStaysAsItIs() {
        CapturedExchange call = call(OWN, "{}", 200, "/chat", JSON.with("Content-Encoding", "lzma"), "{}");

        assertThat(shown(call).captured()).isSameAs(call);
    }

    @Test
    void keysStayWhereTheyAreToBeStoredAsTheyAre() {
        CapturedExchange call = call(OWN, OWN, 401, "/keys", JSON, OWN + OTHER);

        assertThat(redaction.of(call).captured()).isSameAs(call);
    }

    /** One may be a part of the other, and either may be the one that is cut off. */
    @Test
    void everyKeyThatTheCallBoreIsMasked() {
        String longer = OWN + "-of-the-team";
        Body cut = new Body((OTHER + " " + longer.substring(0, 30)).getBytes(StandardCharsets.UTF_8), 99, "ab", true);

        Redacted shown =
                shown(call(OWN, longer + " " + OTHER + " " + OWN, 200, "/chat", JSON, cut), OWN, OTHER, longer);

        assertThat(request(shown)).isEqualTo("<37…> <25…> <25…>");
        assertThat(answer(shown)).isEqualTo("<25…> ");
    }

    /** What stands in the place of a key is longer than the shortest ones. */
    @Test
    void aBodyThatGrowsByWhatStandsForItsKeysIsKeptUpToTheLimitOfBodies() {
        String key = "a1b2c3d4e5f6a7b8";
        Redaction limited = new Redaction(RedactionRules.NONE, 200);
        CapturedExchange call = call(key, (key + " ").repeat(10), 200, "/chat", JSON, "");

        Body masked = limited.of(call, List.of(new Credential(key)), unused -> "…".repeat(20))
                .captured()
                .requestBody();

        assertThat(masked.bytes()).hasSize(200);
        assertThat(masked.length()).isEqualTo(170);
        assertThat(masked.truncated()).isTrue();
        assertThat(masked.sha256()).isNull();
    }

    @Test
    void ofVeryManyKeysOfACallTheFirstAreSought() {
        String[] keys = IntStream.range(0, 2000)
                .mapToObj(number -> "sk-or-v1-%016d".formatted(number))
                .toArray(String[]::new);
        String body = keys[0] + " " + keys[7] + " " + keys[8] + " " + "x".repeat(16 << 20);

        String answer = answer(shown(call(keys[0], "", 200, "/chat", JSON, body), keys));

        assertThat(answer.substring(0, 40)).isEqualTo("<25…> <25…> " + keys[8] + " xx");
    }

    /** Each user knows the fingerprint of its own key. */
    @Test
    void whatIsShownOfAKeyIsNotTakenForAnother() {
        String fingerprint = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
        String half = fingerprint.substring(0, 16);

        Redacted shown = redaction.of(
                call(OWN, OWN + " " + half, 200, "/chat", JSON, ""),
                List.of(new Credential(OWN), new Credential(half)),
                key -> key.equals(OWN) ? "<fp " + fingerprint + ">" : "<other>");

        assertThat(request(shown)).isEqualTo("<fp " + fingerprint + "> <other>");
    }

    /** The writer looks for them, and all records wait for it meanwhile. */
    @Test
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void whatIsMadeUpToBeSoughtForLongIsNotSought() {
        String body = "a".repeat(32 << 20);
        String repeated = "a".repeat(30_000) + "1";
        String repeatedToo = "a".repeat(500) + "1";

        assertThat(shown(call(repeated, body, 200, "/chat", JSON, ""), repeated, repeatedToo)
                        .parts())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"question\":\"of1it\"}", "a1a1a1a1a1a1a1a1a1a1", "\"0123456789abcdefg\""})
    void whatCannotBeAKeyHidesNoText(String key) {
        assertThat(request(shown(call(key, "it is " + key, 200, "/chat", JSON, ""), key)))
                .isEqualTo("it is " + key);
    }

    @ParameterizedTest
    @CsvSource({"sk-4567890abcde, sk-4567890abcde", "sk-4567890abcdef, <16…>", "a1b2c3d4e5f6a7b8, <16…>"})
    void aKeyIsMaskedFromSixteenCharactersOn(String key, String shown) {
        assertThat(request(shown(call(key, "it is " + key, 200, "/chat", JSON, ""), key)))
                .isEqualTo("it is " + shown);
    }

    private Redacted shown(CapturedExchange call) {
        return shown(call, Optional.ofNullable(call.key()).orElseThrow().value());
    }

    private Redacted shown(CapturedExchange call, String... keys) {
        return redaction.of(call, Stream.of(keys).map(Credential::new).toList(), key -> "<" + key.length() + "…>");
    }

    private static String request(Redacted shown) {
        return new String(shown.captured().requestBody().bytes(), StandardCharsets.UTF_8);
    }

    private static String answer(Redacted shown) {
        return new String(shown.captured().responseBody().bytes(), StandardCharsets.UTF_8);
    }

    private static CapturedExchange call(
            @Nullable String key, String request, int status, String path, Headers answered, String answer) {
        return call(key, request, status, path, answered, Body.whole(answer.getBytes(StandardCharsets.UTF_8)));
    }

    private static CapturedExchange call(
            @Nullable String key, String request, int status, String path, Headers answered, Body answer) {
        Instant received = Instant.parse("2026-11-23T10:00:00Z");
        return new CapturedExchange(
                ExchangeId.atOrAfter(received),
                new RequestHead("POST", "https://openrouter.ai/api/v1" + path, path, JSON),
                key == null ? null : new Credential(key),
                Body.whole(request.getBytes(StandardCharsets.UTF_8)),
                new ResponseHead(status, answered),
                answer,
                Pieces.NONE,
                Timing.startedAt(received),
                List.of(),
                new Outcome.Completed());
    }
}
