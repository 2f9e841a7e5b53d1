package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the {@code error} of an answer, in whatever form an upstream gives it. */
final class ErrorFields {
    private ErrorFields() {}

    /** @return what it says, or else its kind; null when there is none */
    static @Nullable String read(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return text(json, value);
        }
        String text = null;
        String kind = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken part = json.nextToken();
            switch (name) {
                case "message" -> text = scalar(json, part);
                case "code", "type", "error_type" -> {
                    String word = scalar(json, part);
                    kind = word == null || word.equals("0") ? kind : word;
                }
                default -> json.skipChildren();
            }
        }
        if (text != null || kind == null) {
            return text;
        }
        return "error " + kind;
    }

    /** Upstreams write an empty text, too, where there is none. */
    static @Nullable String text(JsonParser json, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            String text = json.getText();
            return text.isBlank() ? null : text;
        }
        json.skipChildren();
        return null;
    }

    static @Nullable String scalar(JsonParser json, JsonToken value) throws IOException {
        return value.isNumeric() ? json.getText() : text(json, value);
    }
}
