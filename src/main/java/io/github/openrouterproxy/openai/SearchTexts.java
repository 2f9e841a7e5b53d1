package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.openai.plain.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The readable texts of a call: method and address, and both bodies with their content coding and JSON's escapes
 * undone; a streamed answer as the text put together. Any thread.
 */
public final class SearchTexts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Of one body; what comes behind is not searched. */
    private static final int MOST_DECODED = 4 * 1024 * 1024;

    private static final Set<String> NO_TEXT = Set.of("image", "audio", "video", "font");
    /** Behind them come totals, which no text shows. */
    private static final int LAST_EVENTS = 2;

    private SearchTexts() {}

    public static List<String> of(
            RequestHead request, Body requestBody, @Nullable ResponseHead response, Body responseBody) {
        List<String> texts = new ArrayList<>();
        texts.add(request.method() + " " + request.url());
        add(texts, request.headers(), requestBody);
        if (!responseBody.isEmpty()) {
            add(texts, response == null ? Headers.NONE : response.headers(), responseBody);
        }
        return texts;
    }

    private static void add(List<String> texts, Headers headers, Body body) {
        if (body.bytes().length == 0 || isNoText(headers)) {
            return;
        }
        byte[] decoded = ContentDecoder.decode(headers.all("Content-Encoding"), body.bytes(), MOST_DECODED)
                .bytes();
        if (UsageReader.isEventStream(headers)) {
            addStream(texts, decoded);
        } else {
            int length = Math.min(MOST_DECODED, decoded.length);
            texts.add(PlainJson.text(new String(decoded, 0, length, StandardCharsets.UTF_8)));
        }
    }

    private static boolean isNoText(Headers headers) {
        String type = headers.first("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
        int end = type.indexOf('/');
        return end > 0 && NO_TEXT.contains(type.substring(0, end));
    }

    private static void addStream(List<String> texts, byte[] stream) {
        TranscriptReader transcript = new TranscriptReader();
        List<String> first = new ArrayList<>();
        Deque<String> last = new ArrayDeque<>();
        SseParser parser = new SseParser(event -> {
            JsonNode tree = tree(event.data());
            transcript.event(tree);
            if (first.isEmpty() || tree.has("error")) {
                first.add(event.data());
            } else if (last.size() == LAST_EVENTS) {
                last.remove();
                last.add(event.data());
            } else {
                last.add(event.data());
            }
        });
        parser.push(stream, 0, stream.length);
        parser.finish();
        transcript.turns().forEach(turn -> addTurn(texts, turn));
        first.addAll(last);
        first.forEach(event -> texts.add(PlainJson.text(event)));
    }

    private static void addTurn(List<String> texts, Transcript.Turn turn) {
        texts.add(turn.text());
        texts.add(turn.reasoning());
        texts.add(turn.refusal());
        turn.toolCalls().forEach(call -> {
            texts.add(call.name());
            texts.add(call.arguments());
            texts.add(PlainJson.text(call.arguments()));
        });
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
