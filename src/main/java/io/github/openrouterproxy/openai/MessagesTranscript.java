package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.function.Supplier;

/** Puts together an answer of the messages format. Confined to its caller. */
final class MessagesTranscript {
    private final Supplier<TurnBuilder> turn;

    MessagesTranscript(Supplier<TurnBuilder> turn) {
        this.turn = turn;
    }

    void whole(JsonNode message) {
        turn.get().role(message.path("role"));
        turn.get().finishReason(message.path("stop_reason"));
        int index = 0;
        for (JsonNode block : message.path("content")) {
            block(index++, block);
        }
    }

    void event(JsonNode event) {
        int index = event.path("index").asInt(0);
        switch (event.path("type").asText("")) {
            case "message_start" -> whole(event.path("message"));
            case "content_block_start" -> block(index, event.path("content_block"));
            case "content_block_delta" -> delta(index, event.path("delta"));
            case "message_delta" -> turn.get().finishReason(event.path("delta").path("stop_reason"));
            default -> {
                // pings and ends
            }
        }
    }

    private void block(int index, JsonNode block) {
        turn.get().text(block.path("text"));
        turn.get().reasoning(block.path("thinking"));
        if (block.path("name").isTextual()) {
            turn.get().toolCall(index, block.path("id"), block.path("name"), block.path("input"));
        }
    }

    private void delta(int index, JsonNode delta) {
        JsonNode none = MissingNode.getInstance();
        turn.get().text(delta.path("text"));
        turn.get().reasoning(delta.path("thinking"));
        if (delta.path("partial_json").isTextual()) {
            turn.get().toolCall(index, none, none, delta.path("partial_json"));
        }
    }
}
