package io.github.openrouterproxy.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.recorder.redaction.Redaction.Redacted;
import io.github.openrouterproxy.testing.content.Compressed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RedactionTest {
    private static final String MAIL = "regex [a-z0-9.]+@[a-z0-9]+\\.[a-z]+";
    private static final Headers JSON = Headers.NONE.with("Content-Type", "application/json");
    private static final Headers EVENTS = Headers.NONE.with("Content-Type", "text/event-stream");

    @Test
    void anAddressIsSearchedAsItStandsAndAsItReads() {
        assertThat(url("/chat?user=jo@example.com&b=1", MAIL)).isEqualTo("/chat?user=[REDACTED]&b=1");
        assertThat(url("/chat?user=jo%40example.com&b=a+b", MAIL)).isEqualTo("/chat?user=[REDACTED]&b=a+b");
        assertThat(url("/files/jo%40example.com", MAIL)).isEqualTo("/files/[REDACTED]");
        assertThat(url("/a%zz?b=%", MAIL)).isEqualTo("/a%zz?b=%");
    }

    @Test
    void aGroupSaysWhatOfTheMatchGoes() {
        assertThat(request("{\"pin\": 1234, \"n\":5}", "regex \"pin\": (\\d+)"))
                .isEqualTo("{\"pin\": [REDACTED], \"n\":5}");
    }

    @Test
    void headersGoByNameAndByPattern() {
        Headers headers = JSON.with("X-Customer", "Jo")
                .with("X-Mail", "to jo@example.com")
                .with("X-Other", "1");

        Redacted redacted = redaction(MAIL, "header x-customer").of(captured(headers, "{}", Headers.NONE, ""));

        assertThat(redacted.captured().request().headers())
                .isEqualTo(JSON.with("X-Customer", "[REDACTED]")
                        .with("X-Mail", "to [REDACTED]")
                        .with("X-Other", "1"));
        assertThat(redacted.parts()).containsExactly(RedactedPart.REQUEST_HEADERS);
    }

    @Test
    void escapesOfJsonHideNothing() {
        assertThat(request("{ \"a\" : \"mail jo\\u0040example.com\\n!\" }", MAIL))
                .isEqualTo("{ \"a\" : \"mail [REDACTED]\\n!\" }");
        assertThat(request("{\"jo\\u0040example.com\":1}", MAIL)).isEqualTo("{\"[REDACTED]\":1}");
    }

    @Test
    void aPathTakesAValueOfAnyKindAndLeavesTheRestAsItWasWritten() {
        String body = "{ \"user\":\"Jo\", \"messages\":[ {\"role\":\"user\",\"content\":[{\"text\":\"x\"}]},"
                + " {\"content\":7} ], \"deep\":{\"a\":{\"password\":null}}, \"content\":\"kept\" }";

        assertThat(request(body, "json $.messages[*].content", "json $..password", "json $['user']"))
                .isEqualTo("{ \"user\":\"[REDACTED]\", \"messages\":[ {\"role\":\"user\",\"content\":\"[REDACTED]\"},"
                        + " {\"content\":\"[REDACTED]\"} ], \"deep\":{\"a\":{\"password\":\"[REDACTED]\"}},"
                        + " \"content\":\"kept\" }");
        assertThat(request(body, "json $.messages[1]"))
                .contains("{\"text\":\"x\"}")
                .doesNotContain(":7");
    }

    @Test
    void whereJsonBreaksOffNothingBehindIsKeptThatAPathMightHaveNamed() {
        assertThat(request("{\"n\":1,\"password\":\"hunt", "json $.password"))
                .isEqualTo("{\"n\":1,\"password\"[REDACTED]");
        assertThat(request("{\"n\":1,\"password\":\"hunt", MAIL)).isEqualTo("{\"n\":1,\"password\":\"hunt");
    }

    @Test
    void escapesHideNothingWhereJsonBreaksOffEither() {
        assertThat(request("{\"n\":1,\"a\":\"mail jo\\u0040example.com\\n or j", MAIL))
                .isEqualTo("{\"n\":1,\"a\":\"mail [REDACTED]\\n or j");
        assertThat(request("{\"\\udd2b\":1,\"a\":\"jo\\u0040example.com\"}", MAIL))
                .isEqualTo("{\"\\udd2b\":1,\"a\":\"[REDACTED]\"}");
        assertThat(answer(EVENTS, "data: {\"a\":\"jo\\u0040example.com, \\u12", MAIL))
                .isEqualTo("data: {\"a\":\"[REDACTED], \\u12");
    }

    @Test
    void whatComesInPartsIsFoundInAStream() {
        String stream = """
                data: {"id":"g","choices":[{"delta":{"content":"I am jo@ex"},"index":0}]}

                : comment

                data: {"choices":[{"delta":{"content":"nobody"},"index":1}]}

                data: {"choices":[{"delta":{"content":"ample.c"},"index":0}]}

                data: {"choices":[{"delta":{"content":"om, hi"},"index":0}]}

                data: [DONE]

                """.replace("\n", "\r\n");

        assertThat(answer(EVENTS, stream, MAIL)).isEqualTo("""
                data: {"id":"g","choices":[{"delta":{"content":"I am [REDACTED]"},"index":0}]}

                : comment

                data: {"choices":[{"delta":{"content":"nobody"},"index":1}]}

                data: {"choices":[{"delta":{"content":""},"index":0}]}

                data: {"choices":[{"delta":{"content":", hi"},"index":0}]}

                data: [DONE]

                """.replace("\n", "\r\n"));
    }

    @Test
    void aPathHoldsForEveryEventAndTheEndOfAStreamStays() {
        String stream = """
                data: {"user":"Jo","n":1}

                data: {"user":"Jo","n":2}

                data: [DONE]

                """;

        assertThat(answer(EVENTS, stream, "json $.user")).isEqualTo(stream.replace("Jo", "[REDACTED]"));
    }

    @Test
    void eventsOfOtherFormatsArePutTogetherToo() {
        String messages = """
                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"jo@"}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"example.com"}}

                """;
        String responses = """
                data: {"type":"response.output_text.delta","output_index":0,"delta":"jo"}

                data: {"type":"response.output_text.delta","output_index":0,"delta":"@example.com"}

                """;

        assertThat(answer(EVENTS, messages, MAIL)).doesNotContain("example").contains("[REDACTED]");
        assertThat(answer(EVENTS, responses, MAIL)).doesNotContain("example").contains("[REDACTED]");
    }

    @Test
    void aPathGoesOnInJsonThatIsTheTextOfAString() {
        String body = "{\"tool_calls\":[{\"arguments\":\"{\\\"ssn\\\": 1234, \\\"n\\\":5}\"}]}";
        String left = "{\"tool_calls\":[{\"arguments\":\"{\\\"ssn\\\": \\\"[REDACTED]\\\", \\\"n\\\":5}\"}]}";

        assertThat(request(body, "json $..ssn")).isEqualTo(left);
        assertThat(request(body, "json $.tool_calls[*].arguments.ssn")).isEqualTo(left);
        assertThat(request(body, "regex [0-9]{4}")).isEqualTo(left);
        assertThat(request(body, "json $.tool_calls[*].ssn", "json $.ssn")).isEqualTo(body);
    }

    @Test
    void aPathGoesOnInTheArgumentsOfAToolCallThatComeInParts() {
        String stream = """
                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"s"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"sn\\":\\"12"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"34\\",\\"n\\":5"}}]}}]}

                """;

        assertThat(answer(EVENTS, stream, "json $..ssn"))
                .isEqualTo(stream.replace("\\\"12", "\\\"[REDACTED]\\\"").replace("34\\\",", ","));
    }

    @Test
    void ofArgumentsThatBreakOffNothingIsKeptThatAPathMightHaveNamed() {
        String body = "{\"arguments\":\"{\\\"ssn\\\":\\\"12\"}";

        assertThat(request(body, "json $..ssn")).isEqualTo("{\"arguments\":\"{\\\"ssn\\\"[REDACTED]\"}");
        assertThat(request(body, "json $.messages[*].ssn")).isEqualTo(body);
    }

    @Test
    void wordsThatOnlyBeginLikeJsonStay() {
        for (String words :
                List.of("[1] is a note", "{{name}}, hello", "{\\\"a\\\":1} fails, why?", "\\\"So\\\" it is")) {
            String body = "{\"content\":\"" + words + "\"}";

            assertThat(request(body, "json $..ssn", MAIL)).isEqualTo(body);
        }
    }

    @Test
    void escapesInAStringInAStringHideNothing() {
        assertThat(request("[\"{\\\"a\\\":\\\"to jo\\\\u0040example.com\\\"}\"]", MAIL))
                .isEqualTo("[\"{\\\"a\\\":\\\"to [REDACTED]\\\"}\"]");
        assertThat(request("[\"{\\\"a\\\":\\\"to jo\\\\u0040example.com\"]", MAIL))
                .isEqualTo("[\"{\\\"a\\\":\\\"to [REDACTED]\"]");
    }

    @Test
    void aCompressedBodyIsStoredDecodedAndSaysSo() {
        byte[] wire = Compressed.gzip("{\"a\":\"jo@example.com\"}");
        Headers headers = JSON.with("Content-Encoding", "gzip");
        Body body = Body.whole(wire);

        CapturedExchange redacted =
                redaction(MAIL).of(captured(JSON, Body.EMPTY, headers, body)).captured();

        assertThat(text(redacted.responseBody())).isEqualTo("{\"a\":\"[REDACTED]\"}");
        assertThat(redacted.responseBody().length()).isEqualTo(wire.length);
        assertThat(redacted.response())
                .isEqualTo(new ResponseHead(200, JSON.with("X-Decoded-Content-Encoding", "gzip")));
    }

    @Test
    void noHashTellsWhatWasTakenOutToWhoeverTriesThemAll() {
        Body whole = Body.whole("{\"a\":\"jo@example.com\"}".getBytes(StandardCharsets.UTF_8));
        Body cut = new Body(whole.bytes(), 1000, "ab".repeat(32), true);

        CapturedExchange redacted =
                redaction(MAIL).of(captured(JSON, whole, JSON, cut)).captured();

        assertThat(redacted.requestBody().sha256()).isNull();
        assertThat(redacted.responseBody().sha256()).isEqualTo(cut.sha256());
    }

    @Test
    void aCompressedBodyWithoutAnythingToTakeOutStaysAsItIs() {
        Body body = Body.whole(Compressed.gzip("{\"a\":1}"));

        Redacted redacted = redaction(MAIL).of(captured(JSON, Body.EMPTY, JSON.with("Content-Encoding", "gzip"), body));

        assertThat(redacted.captured().responseBody()).isSameAs(body);
        assertThat(redacted.parts()).isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsNotKept() {
        Body body = Body.whole("jo@example.com".getBytes(StandardCharsets.UTF_8));

        Redacted redacted = redaction(MAIL).of(captured(JSON, Body.EMPTY, JSON.with("Content-Encoding", "lzma"), body));

        assertThat(redacted.captured().responseBody().bytes()).isEmpty();
        assertThat(redacted.captured().responseBody().truncated()).isTrue();
        assertThat(redacted.captured().responseBody().sha256()).isNull();
        assertThat(redacted.parts()).contains(RedactedPart.RESPONSE_BODY);
    }

    @Test
    void whatIsNotUtf8ComesBackAsItWasAroundWhatIsTaken() {
        byte[] bytes = "\u00ff jo@example.com \u00fe".getBytes(StandardCharsets.ISO_8859_1);

        CapturedExchange redacted = redaction(MAIL)
                .of(captured(JSON, Body.EMPTY, Headers.NONE, Body.whole(bytes)))
                .captured();

        assertThat(new String(redacted.responseBody().bytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo("\u00ff [REDACTED] \u00fe");
    }

    @Test
    void errorsAreRedactedToo() {
        Redaction redaction = redaction(MAIL);

        assertThat(redaction.text("no such user jo@example.com")).isEqualTo("no such user [REDACTED]");
        assertThat(redaction
                        .of(captured(
                                JSON, "", Headers.NONE, "", new Outcome.UpstreamFailed("jo@example.com was refused")))
                        .captured()
                        .outcome())
                .isEqualTo(new Outcome.UpstreamFailed("[REDACTED] was refused"));
    }

    @Test
    void thePiecesOfARedactedAnswerAddUpToIt() {
        String body = "data: {\"a\":\"jo.jo.jo.jo@example.com\"}\n\n";
        CapturedExchange captured = captured(JSON, "", EVENTS, body);

        CapturedExchange redacted = redaction(MAIL).of(captured).captured();

        int total = redacted.pieces().first().stream().mapToInt(Piece::size).sum();
        assertThat(total).isEqualTo(redacted.responseBody().bytes().length).isLessThan(body.length());
    }

    /** Takes a second; were the work to grow faster than the text, it would not end. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void patternsThatExplodeElsewhereAndDeepPathsTakeNoTime() {
        String text = "a".repeat(200_000);
        String nested = "[".repeat(900) + "{\"a\":1}" + ",1".repeat(100_000) + "]".repeat(900);

        assertThat(request(text, "regex (a+)+$b", "regex (.*)*@(.*)*x")).isEqualTo(text);
        assertThat(request(nested, "json $..a..b..c..d..e", "json $..*..*..*..z"))
                .isEqualTo(nested);
    }

    @Test
    void membersOfGzipWithoutContentAreNothingToStumbleOver() {
        byte[] empty = Compressed.gzip("");
        byte[] members = new byte[20_000 * empty.length];
        for (int i = 0; i < members.length; i++) {
            members[i] = empty[i % empty.length];
        }
        Headers encoded = JSON.with("Content-Encoding", "gzip");

        Redacted redacted = redaction(MAIL).of(captured(encoded, Body.whole(members), Headers.NONE, Body.EMPTY));

        assertThat(redacted.captured().requestBody()).isEqualTo(Body.whole(members));
    }

    @Test
    void whatIsEncodedInAnAddressThatAHeaderNamesIsTakenOut() {
        Headers asked = Headers.NONE.with("HTTP-Referer", "https://h/?to=jo%40example.com&a=1");
        Headers answered = Headers.NONE.with("Location", "https://h/?to=jo%40example.com");

        CapturedExchange redacted =
                redaction(MAIL).of(captured(asked, "", answered, "")).captured();

        assertThat(redacted.request().headers().first("HTTP-Referer")).contains("https://h/?to=[REDACTED]&a=1");
        assertThat(redacted.response())
                .extracting(ResponseHead::headers)
                .isEqualTo(Headers.NONE.with("Location", "https://h/?to=[REDACTED]"));
    }

    private static String url(String url, String... rules) {
        RequestHead head = new RequestHead("GET", url, url, Headers.NONE);
        CapturedExchange captured = captured(Headers.NONE, "", Headers.NONE, "");
        return redaction(rules)
                .of(new CapturedExchange(
                        captured.id(),
                        head,
                        null,
                        Body.EMPTY,
                        null,
                        Body.EMPTY,
                        Pieces.NONE,
                        captured.timing(),
                        List.of(),
                        null))
                .captured()
                .request()
                .url();
    }

    private static String request(String body, String... rules) {
        return text(redaction(rules)
                .of(captured(JSON, body, Headers.NONE, ""))
                .captured()
                .requestBody());
    }

    private static String answer(Headers headers, String body, String... rules) {
        return text(redaction(rules)
                .of(captured(JSON, "", headers, body))
                .captured()
                .responseBody());
    }

    private static Redaction redaction(String... rules) {
        return new Redaction(RedactionRules.of(List.of(rules), "rules"), Long.MAX_VALUE);
    }

    private static String text(Body body) {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    private static CapturedExchange captured(Headers asked, String request, Headers answered, String response) {
        return captured(asked, request, answered, response, new Outcome.Completed());
    }

    private static CapturedExchange captured(
            Headers asked, String request, Headers answered, String response, Outcome outcome) {
        return captured(asked, body(request), answered, body(response), outcome);
    }

    private static CapturedExchange captured(Headers asked, Body request, Headers answered, Body response) {
        return captured(asked, request, answered, response, new Outcome.Completed());
    }

    private static CapturedExchange captured(
            Headers asked, Body request, Headers answered, Body response, Outcome outcome) {
        Instant received = Instant.parse("2026-11-23T10:00:00Z");
        int size = response.bytes().length;
        return new CapturedExchange(
                ExchangeId.atOrAfter(received),
                new RequestHead("POST", "https://openrouter.ai/api/v1/chat", "/chat", asked),
                null,
                request,
                new ResponseHead(200, answered),
                response,
                Pieces.of(List.of(new Piece(1, size / 2), new Piece(2, size - size / 2)), 2),
                Timing.startedAt(received),
                List.of(),
                outcome);
    }

    private static Body body(String text) {
        return text.isEmpty() ? Body.EMPTY : Body.whole(text.getBytes(StandardCharsets.UTF_8));
    }
}
