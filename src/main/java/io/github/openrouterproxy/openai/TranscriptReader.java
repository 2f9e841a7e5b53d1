package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.openai.ContentDecoder.Decoded;
import io.github.openrouterproxy.openai.Transcript.Turn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts an answer together, whichever format it is in. Confined to its caller. */
final class TranscriptReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_DECODED = 32 * 1024 * 1024;

    /** By choice; in the formats without choices there is only the first. */
    private final Map<Integer, TurnBuilder> turns = new TreeMap<>();

    private final ResponsesTranscript responses = new ResponsesTranscript(this::onlyTurn, turns::clear);
    private final MessagesTranscript messages = new MessagesTranscript(this::onlyTurn);

    TranscriptReader() {}

    static Transcript read(Headers headers, Body body) {
        Decoded decoded = ContentDecoder.decode(headers.all("Content-Encoding"), body.bytes(), MOST_DECODED);
        TranscriptReader reader = new TranscriptReader();
        if (UsageReader.isEventStream(headers, decoded.bytes())) {
            SseParser parser = new SseParser(event -> reader.event(tree(event.data())));
            parser.push(decoded.bytes(), 0, decoded.bytes().length);
            parser.finish();
        } else {
            reader.whole(tree(new String(decoded.bytes(), StandardCharsets.UTF_8)));
        }
        return new Transcript(reader.turns(), decoded.complete() && !body.truncated());
    }

    List<Turn> turns() {
        return turns.values().stream().map(TurnBuilder::turn).toList();
    }

    void event(JsonNode event) {
        if (event.path("choices").isArray()) {
            choices(event.path("choices"));
        } else if (event.path("type").asText("").startsWith("response.")) {
            responses.event(event);
        } else {
            messages.event(event);
        }
    }

    private void whole(JsonNode answer) {
        if (answer.path("choices").isArray()) {
            choices(answer.path("choices"));
        } else if (answer.path("output").isArray()) {
            responses.whole(answer);
        } else if (answer.path("content").isArray()) {
            messages.whole(answer);
        }
    }

    private void choices(JsonNode choices) {
        for (JsonNode choice : choices) {
            TurnBuilder turn = turns.computeIfAbsent(choice.path("index").asInt(0), unused -> new TurnBuilder());
            turn.finishReason(choice.path("finish_reason"));
            turn.text(choice.path("text"));
            said(turn, choice.path("delta"));
            said(turn, choice.path("message"));
        }
    }

    private static void said(TurnBuilder turn, JsonNode message) {
        turn.role(message.path("role"));
        turn.text(message.path("content"));
        // both names are in use; an upstream that sends both means the same
        turn.reasoning(message.path(message.path("reasoning").isTextual() ? "reasoning" : "reasoning_content"));
        turn.refusal(message.path("refusal"));
        int position = 0;
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            int index = call.path("index").asInt(position++);
            turn.toolCall(index, call.path("id"), function.path("name"), function.path("arguments"));
        }
        JsonNode function = message.path("function_call");
        if (function.isObject()) {
            turn.toolCall(0, MissingNode.getInstance(), function.path("name"), function.path("arguments"));
        }
    }

    private TurnBuilder onlyTurn() {
        return turns.computeIfAbsent(0, unused -> new TurnBuilder());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // the end mark of a stream, a line that was cut, or no JSON at all
            return MissingNode.getInstance();
        }
    }
}
