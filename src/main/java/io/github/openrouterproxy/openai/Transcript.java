package io.github.openrouterproxy.openai;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says, for people: a streamed one put together. A value; all its text is hostile.
 *
 * @param turns one for each choice of a chat or a completion, otherwise one; none when the answer is of another kind
 * @param complete false when the recorded bytes end before the answer does, or could not all be decoded
 */
public record Transcript(List<Turn> turns, boolean complete) {
    public Transcript {
        turns = List.copyOf(turns);
    }

    /**
     * One speaker's part; texts are empty where there is none.
     *
     * @param finishReason null when it is not known
     */
    public record Turn(
            String role,
            String text,
            String reasoning,
            String refusal,
            List<ToolCall> toolCalls,
            @Nullable String finishReason) {
        public Turn {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /** @param arguments JSON as the model wrote it, which may not be JSON at all */
    public record ToolCall(String id, String name, String arguments) {}

    /**
     * Reads an answer of chat completions, completions, responses or messages, plain or streamed.
     *
     * @param headers of the answer, for its type and coding
     */
    public static Transcript ofAnswer(Headers headers, Body body) {
        return TranscriptReader.read(headers, body);
    }
}
