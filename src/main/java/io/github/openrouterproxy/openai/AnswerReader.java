package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object of an answer, whole or one event of a stream, into {@link AnswerFacts}. The formats (chat
 * completions, completions, responses, messages, embeddings, …) differ in where they put things but not in what a name
 * means, so that one walk serves them all and a format not known yet gives what it shares with them. Confined to its
 * caller.
 */
final class AnswerReader {
    /** Parts of a delta that are not content. */
    private static final Set<String> DELTA_FRAME =
            Set.of("role", "type", "stop_reason", "stop_sequence", "signature", "id", "object", "status", "container");

    private static final Set<String> CONTENT_BLOCKS = Set.of("tool_use", "server_tool_use", "mcp_tool_use");
    private static final Set<String> FAILED = Set.of("error", "response.error", "response.failed");

    private final JsonParser json;
    private final AnswerFacts facts;
    private final @Nullable String eventType;
    private boolean atStart;
    private boolean isError;
    private @Nullable String type;
    private @Nullable String message;
    private @Nullable String code;

    private AnswerReader(JsonParser json, @Nullable String eventType, AnswerFacts facts) {
        this.json = json;
        this.eventType = eventType;
        this.facts = facts;
    }

    /**
     * @param eventType of the event it is the data of; null for a whole answer
     * @throws IOException when it is not JSON; what was read before is in the facts
     */
    static void read(JsonParser json, @Nullable String eventType, AnswerFacts facts) throws IOException {
        JsonToken start = json.nextToken();
        if (start == JsonToken.START_OBJECT) {
            AnswerReader reader = new AnswerReader(json, eventType, facts);
            reader.object(true);
            reader.failure();
            facts.end();
        } else if (start == JsonToken.START_ARRAY) {
            readErrors(json, eventType, facts);
        } else if (start == JsonToken.VALUE_STRING
                && isFailure(eventType)
                && !json.getText().isBlank()) {
            facts.error(json.getText());
        }
    }

    static boolean isFailure(@Nullable String eventType) {
        return eventType != null && FAILED.contains(eventType);
    }

    /** Of a list nothing is the answer's own but what went wrong, which Gemini's endpoint tells so. */
    private static void readErrors(JsonParser json, @Nullable String eventType, AnswerFacts facts) throws IOException {
        for (JsonToken next = json.nextToken(); isElement(next); next = json.nextToken()) {
            if (next == JsonToken.START_OBJECT) {
                AnswerReader reader = new AnswerReader(json, eventType, new AnswerFacts());
                reader.object(true);
                reader.failure();
                String error = reader.facts.error();
                if (error != null) {
                    facts.error(error);
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void failure() {
        String named = type == null ? eventType : type;
        String kind = isError ? "error" : named;
        if (kind == null || !isFailure(kind) || facts.error() != null) {
            return;
        }
        String cause = message == null ? code : message;
        facts.error(cause == null ? kind : cause);
    }

    private void object(boolean outermost) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> facts.id(text(value));
                case "model" -> facts.model(text(value));
                case "provider" -> facts.provider(text(value));
                case "stop_reason" -> facts.finishReason(text(value));
                case "status" -> facts.status(text(value));
                case "object" -> isError |= "error".equals(text(value)) && outermost;
                case "type" -> type = outermost ? text(value) : type;
                case "code" -> code = ErrorFields.scalar(json, value);
                case "usage" -> usage(value);
                case "x_groq" -> choice(value);
                case "choices" -> choices(value);
                case "error" -> error(value);
                case "incomplete_details" -> incomplete(value);
                case "delta" -> delta(value);
                case "content_block" -> contentBlock(value);
                case "content", "output" -> contentIf(ToolCallReader.readList(json, value, false, facts));
                case "item" -> ToolCallReader.readPart(json, value, false, facts);
                case "partial_image_b64", "b64_json", "audio", "text" -> contentIfString(value, outermost);
                case "message" -> message(value, outermost);
                case "response" -> nested(value, outermost);
                default -> json.skipChildren();
            }
        }
    }

    /** What an error says, or the frame of a message, which its first event tells before there is any of it. */
    private void message(JsonToken value, boolean outermost) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            message = text(value);
            return;
        }
        atStart = eventType != null;
        nested(value, outermost);
        atStart = false;
    }

    private void nested(JsonToken value, boolean outermost) throws IOException {
        if (value == JsonToken.START_OBJECT && outermost) {
            object(false);
        } else {
            json.skipChildren();
        }
    }

    private void choices(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken next = json.nextToken(); isElement(next); next = json.nextToken()) {
            choice(next);
        }
    }

    /** Moonshot tells the usage here; Groq in a part of its own, whose id is not the answer's. */
    private void choice(JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "finish_reason" -> facts.finishReason(text(value));
                case "error" -> error(value);
                case "usage" -> usage(value);
                case "delta", "message" -> delta(value);
                case "text" -> contentIfAny(value);
                default -> json.skipChildren();
            }
        }
    }

    private void delta(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            contentIfAny(value);
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken part = json.nextToken();
            if (name.equals("stop_reason")) {
                facts.finishReason(text(part));
            } else if (name.equals("tool_calls")) {
                contentIf(ToolCallReader.readList(json, part, true, facts));
            } else if (name.equals("function_call") && part == JsonToken.START_OBJECT) {
                ToolCallReader.readPart(json, part, true, facts);
                facts.content();
            } else if (DELTA_FRAME.contains(name)) {
                json.skipChildren();
            } else {
                contentIfAny(part);
            }
        }
    }

    private void contentBlock(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        String id = null;
        String kind = null;
        String tool = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken part = json.nextToken();
            if (name.equals("type")) {
                kind = text(part);
            } else if (name.equals("id")) {
                id = text(part);
            } else if (name.equals("name")) {
                tool = text(part);
            } else if (name.equals("text") || name.equals("thinking")) {
                contentIfAny(part);
            } else {
                json.skipChildren();
            }
        }
        if (kind != null && CONTENT_BLOCKS.contains(kind)) {
            facts.content();
            if (tool != null) {
                facts.toolCall(id, tool);
            }
        }
    }

    /** An event's own; inside of what it tells of, these names mean other things. */
    private void contentIfString(JsonToken value, boolean outermost) throws IOException {
        if (outermost && value == JsonToken.VALUE_STRING) {
            contentIfAny(value);
        } else {
            json.skipChildren();
        }
    }

    private void contentIf(boolean any) {
        if (any) {
            facts.content();
        }
    }

    /** Text, or a list or object with something in it. */
    private void contentIfAny(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            if (!facts.hasContent() && json.getTextLength() > 0) {
                facts.content();
            }
        } else if (value.isStructStart()) {
            if (!json.nextToken().isStructEnd()) {
                facts.content();
                skipRest();
            }
        }
    }

    /** To the end of the structure whose first element is the current token. */
    private void skipRest() throws IOException {
        for (JsonToken next = json.currentToken(); isElement(next); next = json.nextToken()) {
            json.skipChildren();
        }
    }

    private void error(JsonToken value) throws IOException {
        isError |= value == JsonToken.VALUE_TRUE;
        String error = ErrorFields.read(json, value);
        if (error != null) {
            facts.error(error);
        }
    }

    private void incomplete(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken part = json.nextToken();
            if (name.equals("reason")) {
                facts.finishReason(text(part));
            } else {
                json.skipChildren();
            }
        }
    }

    private void usage(JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            UsageFields.read(json, atStart, facts);
        } else {
            json.skipChildren();
        }
    }

    private @Nullable String text(JsonToken value) throws IOException {
        return ErrorFields.text(json, value);
    }

    /** False at the end of a structure, and of a text that was cut. */
    private static boolean isElement(@Nullable JsonToken token) {
        return token != null && !token.isStructEnd();
    }
}
