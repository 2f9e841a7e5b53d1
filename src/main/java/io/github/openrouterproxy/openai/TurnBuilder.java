package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.openrouterproxy.openai.Transcript.ToolCall;
import io.github.openrouterproxy.openai.Transcript.Turn;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One turn while its pieces are put together. Confined to its caller. */
final class TurnBuilder {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<Integer, Call> calls = new TreeMap<>();
    private String role = "assistant";
    private @Nullable String finishReason;

    void role(JsonNode value) {
        role = value.isTextual() ? value.textValue() : role;
    }

    void finishReason(JsonNode value) {
        finishReason = value.isTextual() ? value.textValue() : finishReason;
    }

    void text(JsonNode value) {
        append(text, value);
    }

    void reasoning(JsonNode value) {
        append(reasoning, value);
    }

    void refusal(JsonNode value) {
        append(refusal, value);
    }

    /** @param index tells the calls of one turn apart; each part is added to what came for it before */
    void toolCall(int index, JsonNode id, JsonNode name, JsonNode arguments) {
        Call call = calls.computeIfAbsent(index, unused -> new Call());
        append(call.id, id);
        append(call.name, name);
        append(call.arguments, arguments);
    }

    Turn turn() {
        return new Turn(
                role,
                text.toString(),
                reasoning.toString(),
                refusal.toString(),
                calls.values().stream().map(Call::toolCall).toList(),
                finishReason);
    }

    private static void append(StringBuilder target, JsonNode value) {
        if (value.isTextual()) {
            target.append(value.textValue());
        } else if (value.isArray()) {
            value.forEach(part -> append(target, part.path("text")));
        } else if (value.isObject() && !value.isEmpty()) {
            target.append(value);
        }
    }

    private static final class Call {
        private final StringBuilder id = new StringBuilder();
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();

        private ToolCall toolCall() {
            return new ToolCall(id.toString(), name.toString(), arguments.toString());
        }
    }
}
