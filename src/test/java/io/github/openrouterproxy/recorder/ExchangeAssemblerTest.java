package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Awaited;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Told;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import io.github.openrouterproxy.recorder.redaction.keys.CredentialMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeAssemblerTest {
    private static final String SECRET = "sk-or-v1-0123456789abcdef0123456789abcdef";
    private static final Credential KEY = new Credential(SECRET);
    private static final KeyFingerprints FINGERPRINTS = new KeyFingerprints(new byte[32]);
    private static final Redaction NO_RULES = new Redaction(RedactionRules.NONE, Long.MAX_VALUE);
    private static final String FAILED_INSIDE = "{\"error\":{\"message\":\"overloaded\"}}";

    private final ExchangeAssembler assembler =
            new ExchangeAssembler(FINGERPRINTS, StoredKeys.FINGERPRINT, NO_RULES, Costing.NONE);

    @Test
    void nothingThatIsStoredHoldsTheKey() {
        Exchange exchange = assembler.assemble(withKeyEverywhere());

        assertThat(exchange.user()).isEqualTo(FINGERPRINTS.of(KEY));
        assertThat(exchange.authorization()).isEqualTo(CredentialMask.text(FINGERPRINTS.of(KEY)));
        assertThat(exchange.toString()).doesNotContain(SECRET);
        assertThat(assembler.assembleRunning(withKeyEverywhere()).toString()).doesNotContain(SECRET);
        assertThat(assembler.outline(withKeyEverywhere(), "refused").toString()).doesNotContain(SECRET);
    }

    @Test
    void thePlainKeysAreStoredIfSoAsked() {
        Exchange exchange = new ExchangeAssembler(FINGERPRINTS, StoredKeys.PLAIN, NO_RULES, Costing.NONE)
                .assemble(withKeyEverywhere());

        assertThat(exchange.authorization()).isEqualTo(SECRET);
        assertThat(exchange.user()).isEqualTo(FINGERPRINTS.of(KEY));
        assertThat(exchange.request()).isEqualTo(withKeyEverywhere().request());
    }

    @Test
    void aCallWithoutAKeyHasNoUser() {
        Exchange exchange = assembler.assemble(Captures.completed(1));

        assertThat(exchange.user()).isNull();
        assertThat(exchange.authorization()).isNull();
    }

    @Test
    void theErrorSaysHowItEnded() {
        assertThat(errorOf(new Outcome.Completed(), "{}")).isNull();
        assertThat(errorOf(new Outcome.Completed(), FAILED_INSIDE)).isEqualTo("overloaded");
        assertThat(errorOf(new Outcome.ClientDisconnected(), FAILED_INSIDE)).isEqualTo("client disconnected");
        assertThat(errorOf(new Outcome.ClientDisconnected(true), FAILED_INSIDE))
                .isEqualTo("the client read nothing for too long");
        assertThat(errorOf(new Outcome.UpstreamFailed("connection refused"), ""))
                .isEqualTo("connection refused");
        assertThat(errorOf(new Outcome.Refused("too large"), "")).isEqualTo("too large");
    }

    @Test
    void theKeyThatAnUpstreamQuotesIsNeitherInTheErrorNorInTheBody() {
        String answer = "{\"error\":{\"message\":\"Incorrect API key provided: " + SECRET + "\"}}";

        Exchange exchange = assembler.assemble(
                Captures.captured(1, Captures.URL, Headers.NONE, KEY, answer, new Outcome.Completed()));

        assertThat(exchange.error())
                .startsWith("Incorrect API key provided: sk-or-…")
                .doesNotContain(SECRET);
        assertThat(new String(exchange.responseBody().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(answer.replace(SECRET, CredentialMask.text(FINGERPRINTS.of(KEY))));
        assertThat(exchange.redacted()).containsExactly(RedactedPart.RESPONSE_BODY);
    }

    @Test
    void aSecondKeyOfTheCallThatAnUpstreamQuotesGoesTooAndNobodyElsesDoes() {
        String second = "0123456789abcdefghij";
        String answer = "{\"error\":{\"message\":\"Neither " + second + " nor 9876543210abcdefghij\"}}";
        Headers headers = Headers.NONE.with("Authorization", "Bearer " + SECRET).with("x-api-key", second);

        Exchange exchange =
                assembler.assemble(Captures.captured(1, Captures.URL, headers, KEY, answer, new Outcome.Completed()));

        assertThat(exchange.error()).startsWith("Neither … (fp ").endsWith(" nor 9876543210abcdefghij");
        assertThat(new String(exchange.responseBody().bytes(), StandardCharsets.UTF_8))
                .doesNotContain(second)
                .contains("9876543210abcdefghij");
    }

    @Test
    void aSecondKeyOfTheCallThatAnUpstreamQuotesInAHeaderGoesToo() {
        String second = "0123456789abcdefghij";
        CapturedExchange call =
                Captures.answered(1, Headers.NONE.with("X-Reason", "no such key: " + second), Body.whole(utf8("{}")));
        CapturedExchange bearing = new CapturedExchange(
                call.id(),
                new RequestHead(
                        "POST", Captures.URL, "/chat/completions", Headers.NONE.with("x-other-api-key", second)),
                KEY,
                call.requestBody(),
                call.response(),
                call.responseBody(),
                call.pieces(),
                call.timing(),
                call.attempts(),
                call.outcome());

        assertThat(assembler.assemble(bearing).toString())
                .contains("no such key: …")
                .doesNotContain(second);
    }

    /** Whoever sends guesses beside its own key must not learn from its record that one was right. */
    @Test
    void theRecordOfACallDoesNotTellThatAnotherKeyInItIsAnAdministrators() {
        String guess = "sk-admin-0123456789abcdef";
        ExchangeAssembler naming = new ExchangeAssembler(
                FINGERPRINTS.naming("administrator", List.of(new Credential(guess))),
                StoredKeys.FINGERPRINT,
                NO_RULES,
                Costing.NONE);
        Headers headers = Headers.NONE.with("Authorization", "Bearer " + SECRET).with("x-guess-token", guess);
        CapturedExchange call = Captures.captured(
                1,
                Captures.URL + "?token=" + guess,
                headers,
                KEY,
                "{\"error\":{\"message\":\"no " + guess + "\"}}",
                new Outcome.Completed());

        Exchange exchange = naming.assemble(call);

        assertThat(exchange.toString()).doesNotContain("administrator");
        assertThat(exchange.error()).startsWith("no … (fp ");
        assertThat(new String(exchange.responseBody().bytes(), StandardCharsets.UTF_8))
                .contains("no … (fp ");
        assertThat(naming.assembleRunning(call).toString()).doesNotContain("administrator");
    }

    @Test
    void aRunningCallTellsWhatItsRequestTells() {
        Exchange exchange = assembler.assembleRunning(Captures.running(1, "{\"model\":\"not yet\"}"));

        assertThat(exchange.state()).isEqualTo(ExchangeState.IN_FLIGHT);
        assertThat(exchange.understanding().model()).isEqualTo("asked");
        assertThat(exchange.error()).isNull();
    }

    @Test
    void aMalformedAnswerIsRecordedAsItCame() {
        Exchange exchange = assembler.assemble(Captures.completed(1, "{\"usage\":{\"prompt_tokens\":"));

        assertThat(exchange.state()).isEqualTo(ExchangeState.FINISHED);
        assertThat(exchange.responseBody().length()).isEqualTo(26);
        assertThat(exchange.understanding().usage().prompt()).isNull();
    }

    @Test
    void theFiguresAreThoseOfTheWholeAndTheWordsThoseOfWhatIsLeft(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "json $.model\njson $.usage\nregex jo@[a-z.]+\n");
        Redaction redaction = new Redaction(RedactionRules.read(rules), Long.MAX_VALUE);
        String answer = """
                {"model":"secret","usage":{"prompt_tokens":7},"error":{"message":"no jo@x.y"}}""";

        Exchange exchange = new ExchangeAssembler(FINGERPRINTS, StoredKeys.FINGERPRINT, redaction, Costing.NONE)
                .assemble(Captures.completed(1, answer));

        assertThat(exchange.understanding().usage().prompt()).isEqualTo(7);
        assertThat(exchange.understanding().model()).isEqualTo("[REDACTED]");
        assertThat(exchange.error()).isEqualTo("no [REDACTED]");
        assertThat(exchange.responseBody().length()).isEqualTo(answer.length());
        assertThat(exchange.redacted())
                .containsExactlyInAnyOrder(RedactedPart.REQUEST_BODY, RedactedPart.RESPONSE_BODY);
    }

    @Test
    void theEndOfAnAnswerThatIsCutTellsItsFiguresAndNoWords(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "json $..message\n");
        String end = """
                }

                data: {"usage":{"prompt_tokens":7},"error":{"message":"no such person: Jo"}}

                """;
        Body cut = new Body(utf8("data: {\"n\":1}\n\n"), 1_000_000, "00", true, utf8(end));
        CapturedExchange captured = Captures.answered(1, Headers.NONE.with("Content-Type", "text/event-stream"), cut);

        Exchange plain = assembler.assemble(captured);
        Exchange redacted = new ExchangeAssembler(
                        FINGERPRINTS,
                        StoredKeys.FINGERPRINT,
                        new Redaction(RedactionRules.read(rules), Long.MAX_VALUE),
                        Costing.NONE)
                .assemble(captured);

        assertThat(plain.error()).isEqualTo("no such person: Jo");
        assertThat(redacted.error()).isEqualTo("[REDACTED]");
        assertThat(redacted.understanding().usage().prompt()).isEqualTo(7);
    }

    @Test
    void whatIsStillRunningIsRedactedTooAndSoIsWhatTheDatabaseRefuses(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "regex jo@[a-z.]+\n");
        ExchangeAssembler redacting = new ExchangeAssembler(
                FINGERPRINTS,
                StoredKeys.FINGERPRINT,
                new Redaction(RedactionRules.read(rules), Long.MAX_VALUE),
                Costing.NONE);
        Headers headers = Headers.NONE.with("X-To", "jo@x.y");
        CapturedExchange captured = Captures.captured(
                1, Captures.URL + "?to=jo@x.y", headers, null, "to jo@x.y", new Outcome.UpstreamFailed("no jo@x.y"));

        Exchange running = redacting.assembleRunning(captured);
        assertThat(running.toString()).contains("to=[REDACTED]").doesNotContain("jo@x.y");
        assertThat(running.responseBody().bytes()).isEqualTo(utf8("to [REDACTED]"));
        assertThat(redacting.outline(captured, "refused").toString())
                .contains("to=[REDACTED]")
                .doesNotContain("jo@x.y");
        assertThat(redacting.outline(captured, "refused").redacted()).contains(RedactedPart.URL);
    }

    @Test
    void whatALateAnswerUsedIsPricedUnlessItIsABatch() {
        String made = "{\"id\":\"x-1\",\"status\":\"completed\",\"usage\":{\"prompt_tokens\":7}}";
        TokenUsage used = new TokenUsage(7L, null, null, null, null, null);
        Cost cost = new Cost(5L, null, null, null, Cost.Source.COMPUTED);
        ExchangeAssembler pricing =
                new ExchangeAssembler(FINGERPRINTS, StoredKeys.FINGERPRINT, NO_RULES, new Costing() {
                    @Override
                    public Understanding of(CapturedExchange call, Understanding understood) {
                        throw new IllegalStateException("nothing is looked up for what another call used");
                    }

                    @Override
                    public Understanding priced(Understanding understood) {
                        return understood.using(understood.usage().costing(cost));
                    }
                });

        Exchange answer = pricing.assemble(Captures.asking("GET", "/responses/x-1", made));
        Exchange batch = pricing.assemble(Captures.asking("GET", "/batches/x-1", made));

        assertThat(answer.understanding().late()).isEqualTo(new Told("x-1", used.costing(cost)));
        assertThat(answer.understanding().usage()).isEqualTo(TokenUsage.UNKNOWN);
        assertThat(batch.understanding().late()).isEqualTo(new Told("x-1", used));
    }

    @Test
    void aLateAnswerWhoseNameIsTakenAwayIsNotAwaited(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "json $.id\n");
        ExchangeAssembler redacting = new ExchangeAssembler(
                FINGERPRINTS,
                StoredKeys.FINGERPRINT,
                new Redaction(RedactionRules.read(rules), Long.MAX_VALUE),
                Costing.NONE);
        CapturedExchange begun = Captures.asking("POST", "/responses", "{\"id\":\"x-1\",\"status\":\"queued\"}");

        assertThat(redacting.assemble(begun).understanding().late()).isNull();
        assertThat(assembler.assemble(begun).understanding().late()).isEqualTo(new Awaited("x-1"));
    }

    @ParameterizedTest
    @CsvSource({"/responses/x-1, $.usage", "/responses/x-1, $.status", "/batches/x-1, $.usage"})
    void whatALateAnswerUsedIsKnownThoughItIsTakenAway(String path, String rule, @TempDir Path folder)
            throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "json " + rule + "\n");
        ExchangeAssembler redacting = new ExchangeAssembler(
                FINGERPRINTS,
                StoredKeys.FINGERPRINT,
                new Redaction(RedactionRules.read(rules), Long.MAX_VALUE),
                Costing.NONE);
        String made = "{\"id\":\"x-1\",\"status\":\"completed\",\"usage\":{\"prompt_tokens\":7}}";

        Exchange told = redacting.assemble(Captures.asking("GET", path, made));

        assertThat(told.understanding().late())
                .isEqualTo(new Told("x-1", new TokenUsage(7L, null, null, null, null, null)));
    }

    @Test
    void anErrorAsLongAsABodyIsCutBehindWhatIsMasked() {
        String answer = "{\"error\":{\"message\":\"" + "x".repeat(1_980) + SECRET + "x".repeat(1_000_000) + "\"}}";

        assertThat(errorOf(KEY, new Outcome.Completed(), answer))
                .hasSize(2_000)
                .startsWith("x".repeat(1_980))
                .doesNotContain(SECRET.substring(0, 10));
    }

    private static CapturedExchange withKeyEverywhere() {
        Headers headers = Headers.NONE
                .with("Authorization", "Bearer " + SECRET)
                .with("x-api-key", SECRET)
                .with("api-key", SECRET)
                .with("Proxy-Authorization", "Bearer " + SECRET)
                .with("Cookie", "k=" + SECRET)
                .with("X-Whatever", "my key is " + SECRET);
        return Captures.captured(1, Captures.URL + "?api_key=" + SECRET, headers, KEY, "{}", new Outcome.Completed());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private @Nullable String errorOf(Outcome outcome, String answer) {
        return errorOf(null, outcome, answer);
    }

    private @Nullable String errorOf(@Nullable Credential key, Outcome outcome, String answer) {
        return assembler
                .assemble(Captures.captured(1, Captures.URL, Headers.NONE, key, answer, outcome))
                .error();
    }
}
