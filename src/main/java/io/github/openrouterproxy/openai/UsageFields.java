package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code usage} object, whatever format it belongs to. The cost is what {@code cost} says; what the provider
 * charged is added only for a call on the caller's own provider key, where {@code cost} leaves it out.
 */
final class UsageFields {
    private static final double MOST_TOKENS = 1e15;

    private UsageFields() {}

    /** The parser stands on the object's start, and on its end afterwards. */
    static void read(JsonParser json, AnswerFacts facts) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "cost" -> facts.cost(number(json, value));
                case "is_byok" -> facts.ownKey(value == JsonToken.VALUE_TRUE);
                case "upstream_inference_cost" -> facts.ownKeyCost(number(json, value));
                case "prompt_tokens_details",
                        "input_tokens_details",
                        "completion_tokens_details",
                        "output_tokens_details",
                        "cost_details" -> details(json, value, facts);
                default -> facts.tokens(name, count(json, value));
            }
        }
    }

    private static void details(JsonParser json, JsonToken start, AnswerFacts facts) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "upstream_inference_cost" -> facts.ownKeyCost(number(json, value));
                case "cached_tokens", "reasoning_tokens" -> facts.tokens(name, count(json, value));
                default -> json.skipChildren();
            }
        }
    }

    private static @Nullable Long count(JsonParser json, JsonToken value) throws IOException {
        Double number = number(json, value);
        return number == null || number >= MOST_TOKENS ? null : number.longValue();
    }

    /** Null for what is no number, or a negative one. */
    private static @Nullable Double number(JsonParser json, JsonToken value) throws IOException {
        if (!value.isNumeric()) {
            json.skipChildren();
            return null;
        }
        double number = json.getDoubleValue();
        return number >= 0 ? number : null;
    }
}
