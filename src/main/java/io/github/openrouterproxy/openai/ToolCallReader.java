package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tool calls among the parts of an answer: the {@code tool_calls} of chat completions, the {@code output} of
 * responses, the {@code content} of messages. Everything else in them is skipped.
 */
final class ToolCallReader {
    private static final Set<String> FUNCTIONS = Set.of("function", "custom");
    private static final Set<String> CALLING_BLOCKS =
            Set.of("tool_use", "server_tool_use", "mcp_tool_use", "function", "custom");
    private static final String CALL = "_call";

    private ToolCallReader() {}

    /**
     * Reads a list of parts, or skips what is none.
     *
     * @param allAreCalls whether every part with a name is a call, whatever its type
     * @return whether there was anything in it
     */
    static boolean readList(JsonParser json, JsonToken value, boolean allAreCalls, AnswerFacts facts)
            throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return false;
        }
        boolean any = false;
        for (JsonToken next = json.nextToken(); next != null && next != JsonToken.END_ARRAY; next = json.nextToken()) {
            any = true;
            readPart(json, next, allAreCalls, facts);
        }
        return any;
    }

    static void readPart(JsonParser json, JsonToken value, boolean isCall, AnswerFacts facts) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        String id = null;
        String type = null;
        String name = null;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken part = json.nextToken();
            if (part == JsonToken.VALUE_STRING) {
                switch (field) {
                    case "id" -> id = json.getText().isEmpty() ? null : json.getText();
                    case "type" -> type = json.getText();
                    case "name" -> name = json.getText();
                    default -> {}
                }
            } else if (part == JsonToken.START_OBJECT && FUNCTIONS.contains(field)) {
                name = nameIn(json);
            } else {
                json.skipChildren();
            }
        }
        String called = isCall || isCall(type) ? nameOr(name, type) : null;
        if (called != null) {
            facts.toolCall(id, called);
        }
    }

    private static boolean isCall(@Nullable String type) {
        return type != null && (CALLING_BLOCKS.contains(type) || type.endsWith(CALL));
    }

    /** A tool of the upstream's own, such as {@code web_search_call}, has no name but its type. */
    private static @Nullable String nameOr(@Nullable String name, @Nullable String type) {
        if (name != null && !name.isEmpty()) {
            return name;
        }
        return type != null && type.endsWith(CALL) ? type.substring(0, type.length() - CALL.length()) : null;
    }

    private static @Nullable String nameIn(JsonParser json) throws IOException {
        String name = null;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken part = json.nextToken();
            if (field.equals("name") && part == JsonToken.VALUE_STRING) {
                name = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return name;
    }
}
