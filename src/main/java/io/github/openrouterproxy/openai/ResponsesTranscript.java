package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.function.Supplier;

/** Puts together an answer of the responses format. Confined to its caller. */
final class ResponsesTranscript {
    private final Supplier<TurnBuilder> turn;
    private final Runnable startOver;

    /** @param startOver forgets what was put together so far */
    ResponsesTranscript(Supplier<TurnBuilder> turn, Runnable startOver) {
        this.turn = turn;
        this.startOver = startOver;
    }

    void whole(JsonNode response) {
        int index = 0;
        for (JsonNode item : response.path("output")) {
            item(index++, item);
        }
        JsonNode reason = response.path("incomplete_details").path("reason");
        turn.get().finishReason(reason.isTextual() ? reason : response.path("status"));
    }

    void event(JsonNode event) {
        JsonNode delta = event.path("delta");
        switch (event.path("type").asText("")) {
            case "response.output_text.delta" -> turn.get().text(delta);
            case "response.refusal.delta" -> turn.get().refusal(delta);
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
                turn.get().reasoning(delta);
            case "response.output_item.added" -> added(event);
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" -> arguments(event);
            case "response.completed", "response.incomplete", "response.failed" -> ended(event.path("response"));
            default -> {
                // the rest frames these, or repeats them whole
            }
        }
    }

    /** The last event repeats the answer; where it leaves that out, the deltas hold. */
    private void ended(JsonNode response) {
        if (response.path("output").isEmpty()) {
            JsonNode reason = response.path("incomplete_details").path("reason");
            turn.get().finishReason(reason.isTextual() ? reason : response.path("status"));
            return;
        }
        startOver.run();
        whole(response);
    }

    private void added(JsonNode event) {
        JsonNode item = event.path("item");
        if (item.path("name").isTextual()) {
            turn.get()
                    .toolCall(
                            event.path("output_index").asInt(0),
                            item.path("call_id"),
                            item.path("name"),
                            MissingNode.getInstance());
        }
    }

    private void arguments(JsonNode event) {
        JsonNode none = MissingNode.getInstance();
        turn.get().toolCall(event.path("output_index").asInt(0), none, none, event.path("delta"));
    }

    private void item(int index, JsonNode item) {
        switch (item.path("type").asText("")) {
            case "message" -> message(item);
            case "reasoning" -> {
                turn.get().reasoning(item.path("summary"));
                turn.get().reasoning(item.path("content"));
            }
            case "function_call" ->
                turn.get().toolCall(index, item.path("call_id"), item.path("name"), item.path("arguments"));
            case "custom_tool_call" ->
                turn.get().toolCall(index, item.path("call_id"), item.path("name"), item.path("input"));
            default -> {
                // searches, images and the like say nothing in words
            }
        }
    }

    private void message(JsonNode item) {
        turn.get().role(item.path("role"));
        for (JsonNode part : item.path("content")) {
            turn.get().text(part.path("text"));
            turn.get().refusal(part.path("refusal"));
        }
    }
}
