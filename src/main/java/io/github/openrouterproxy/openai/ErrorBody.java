package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes the error envelope that OpenAI's clients understand; any thread.
 *
 * <p>Shape: {@code {"error":{"message":…,"type":…,"code":…}}}.
 */
public final class ErrorBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ErrorBody() {}

    /**
     * @param code the HTTP status it goes with
     * @return UTF-8
     */
    public static byte[] json(int code, String type, String message) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.putObject("error").put("message", message).put("type", type).put("code", code);
        try {
            return JSON.writeValueAsBytes(envelope);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of strings can always be written", e);
        }
    }
}
