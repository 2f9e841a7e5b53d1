package io.github.openrouterproxy.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.recorder.redaction.keys.QuotedKeys;
import io.github.openrouterproxy.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RedactionFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Headers OF_JSON = Headers.NONE.with("Content-Type", "application/json");
    private static final Headers OF_EVENTS = Headers.NONE.with("Content-Type", "text/event-stream");
    private static final List<String> NOISE = List.of(" ", "é", "\"", "\\", "\n", "x", "{", "]", "data: ", "中");
    private static final List<String> NAMES = List.of("a", "password", "pass", "\\u0070assword", "b c");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private final BodyRedaction byPattern = redaction("regex [0-9a-z]{24,}");
    private final BodyRedaction byPath = redaction("json $..password");

    @Test
    void noSecretSurvivesInJsonHoweverItIsEscaped() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String written = quoted(fuzz, fuzz.text(NOISE) + secret + fuzz.text(NOISE));
            String body = fuzz.oneOf(List.of("%s", "[%s]", "{\"a\":%s}", "{%s:1}", "{\"a\":[{}, %s ,2]}"))
                    .formatted(written);

            String cut = body.substring(0, fuzz.number(body.length()));

            String redacted = redacted(byPattern, OF_JSON, body, false);

            assertThat(unescaped(redacted)).contains("[REDACTED]").doesNotContain(secret);
            assertThat(unescaped(redacted(byPattern, OF_JSON, cut, true))).doesNotContain(secret.substring(0, 24));
            assertThat(isJson(redacted)).as(redacted).isEqualTo(isJson(body));
        });
    }

    @Test
    void noSecretSurvivesInAStreamHoweverItIsCutAndNothingElseGoes() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String text = "é " + secret + " \"ü";
            String end = fuzz.oneOf(List.of("\n", "\r\n"));
            StringBuilder stream = new StringBuilder();
            for (int from = 0; from < text.length(); ) {
                int to = Math.min(text.length(), from + 1 + fuzz.number(20));
                stream.append(event(fuzz, 0, text.substring(from, to), end));
                stream.append(fuzz.number(2) == 0 ? ": a remark" + end + end : event(fuzz, 1, "A-", end));
                from = to;
            }
            String others = said(stream.toString(), 1);

            String redacted = redacted(byPattern, OF_EVENTS, stream.toString(), false);

            assertThat(said(redacted, 0)).isEqualTo("é [REDACTED] \"ü");
            assertThat(said(redacted, 1)).isEqualTo(others);
        });
    }

    @Test
    void whatAPathNamesGoesAndAllElseStays() {
        Fuzz.rounds(fuzz -> {
            String body = json(fuzz, 4);
            JsonNode expected = parsed(body);
            hidePasswords(expected);

            assertThat(parsed(redacted(byPath, OF_JSON, body, false))).as(body).isEqualTo(expected);
        });
    }

    /** Such as the arguments of a tool call, and those of one that they quote. */
    @Test
    void whatAPathNamesGoesFromTheJsonInAStringTooAndAllElseStays() {
        Fuzz.rounds(fuzz -> {
            String inner = json(fuzz, 3);
            JsonNode expected = parsed(inner);
            hidePasswords(expected);
            int levels = 1 + fuzz.number(3);
            String body = inner;
            for (int i = 0; i < levels; i++) {
                body = "{\"a\": [1," + quoted(fuzz, body) + "]}";
            }

            JsonNode left = parsed(redacted(byPath, OF_JSON, body, false));
            for (int i = 0; i < levels; i++) {
                left = parsed(left.at("/a/1").textValue());
            }

            assertThat(left).as(body).isEqualTo(expected);
        });
    }

    @Test
    void noSecretSurvivesInJsonThatIsTheTextOfAStringHoweverBothAreEscaped() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String inner = "{\"a\":" + quoted(fuzz, fuzz.text(NOISE) + secret + fuzz.text(NOISE)) + "}";
            String body = "[" + quoted(fuzz, inner) + "]";

            String left =
                    parsed(redacted(byPattern, OF_JSON, body, false)).get(0).textValue();

            assertThat(parsed(left).get("a").textValue()).contains("[REDACTED]").doesNotContain(secret);
        });
    }

    @Test
    void nothingOfWhatAPathNamesIsLeftOfADocumentThatIsCut() {
        Fuzz.rounds(fuzz -> {
            String secret = fuzz.secret();
            String body = "{\"a\":%s,\"password\":{\"b\":[%s,\"%s\"]},\"a\":%s}"
                    .formatted(json(fuzz, 2), json(fuzz, 2), secret, json(fuzz, 2));
            String cut = body.substring(0, body.length() - fuzz.number(body.length()));

            assertThat(redacted(byPath, OF_JSON, cut, true)).as(cut).doesNotContain(secret.substring(0, 8));
        });
    }

    private static String redacted(BodyRedaction redaction, Headers headers, String text, boolean cut) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Body body = Body.whole(bytes);
        Body sent = cut ? new Body(bytes, bytes.length + 1, body.hash(), true) : body;
        return new String(redaction.of(headers, sent, QuotedKeys.NONE, false).bytes(), StandardCharsets.UTF_8);
    }

    private static BodyRedaction redaction(String rule) {
        RedactionRules rules = RedactionRules.of(List.of(rule), "rules");
        return new BodyRedaction(rules, new TextRedaction(rules), Long.MAX_VALUE);
    }

    /** As a JSON string, some of whose characters are escaped though they need not be. */
    private static String quoted(Fuzz fuzz, String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean must = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
            quoted.append(must || fuzz.number(8) == 0 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return quoted.append('"').toString();
    }

    private static String event(Fuzz fuzz, int index, String content, String end) {
        return "data: {\"choices\":[{\"index\":" + index + ",\"delta\":{\"content\":" + quoted(fuzz, content) + "}}]}"
                + end + end;
    }

    /** What the events of one choice say, put together. */
    private static String said(String stream, int index) {
        StringBuilder said = new StringBuilder();
        stream.lines().filter(line -> line.startsWith("data: ")).forEach(line -> {
            JsonNode choice = parsed(line.substring("data: ".length())).at("/choices/0");
            said.append(
                    choice.get("index").intValue() == index
                            ? choice.at("/delta/content").textValue()
                            : "");
        });
        return said.toString();
    }

    private static String json(Fuzz fuzz, int depth) {
        int kind = fuzz.number(depth == 0 ? 3 : 6);
        if (kind < 3) {
            return kind == 0 ? quoted(fuzz, fuzz.text(NOISE)) : fuzz.oneOf(List.of("1", "-2.5e3", "null", "true"));
        }
        StringBuilder parts = new StringBuilder();
        for (int left = fuzz.number(4); left >= 0; left--) {
            parts.append(kind == 3 ? "" : "\"" + fuzz.oneOf(NAMES) + "\" : ")
                    .append(json(fuzz, depth - 1))
                    .append(left == 0 ? "" : " ,");
        }
        return kind == 3 ? "[" + parts + "]" : "{" + parts + "}";
    }

    private static void hidePasswords(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("password")) {
            object.put("password", "[REDACTED]");
        }
        node.forEach(RedactionFuzzTest::hidePasswords);
    }

    private static boolean isJson(String text) {
        try {
            return JSON.readTree(text) != null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** As lenient as can be. */
    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON any more: " + text, e);
        }
    }
}
