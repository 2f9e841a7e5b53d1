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

    /**
     * The parser stands on the object's start, and on its end afterwards.
     *
     * @param atStart whether the answer is only beginning, so that {@code output_tokens} is no count yet
     */
    static void read(JsonParser json, boolean atStart, AnswerFacts facts) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "cost" -> facts.cost(cost(json, value));
                case "is_byok" -> facts.ownKey(value == JsonToken.VALUE_TRUE);
                case "upstream_inference_cost" -> facts.ownKeyCost(number(json, value));
                case "prompt_tokens_details", "input_tokens_details", "input_token_details" ->
                    details(json, value, true, facts);
                case "completion_tokens_details", "output_tokens_details", "output_token_details" ->
                    details(json, value, false, facts);
                case "cost_details" -> costs(json, value, facts);
                default -> {
                    Long count = count(json, value);
                    if (!atStart || isCountedAtStart(name, count)) {
                        facts.tokens(name, count);
                    }
                }
            }
        }
    }

    /** Of the answer nothing is; and who does not know yet what was asked, as OpenRouter, says 0. */
    private static boolean isCountedAtStart(String name, @Nullable Long count) {
        boolean unknown = name.equals("input_tokens") && count != null && count == 0;
        return !unknown && !name.equals("output_tokens");
    }

    /** Perplexity tells its parts and their sum. */
    private static @Nullable Double cost(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return number(json, value);
        }
        Double sum = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Double part = number(json, json.nextToken());
            sum = name.equals("total_cost") ? part : sum;
        }
        return sum;
    }

    private static void details(JsonParser json, JsonToken start, boolean ofPrompt, AnswerFacts facts)
            throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "cached_tokens", "cache_write_tokens", "reasoning_tokens" ->
                    facts.tokens(name, count(json, value));
                case "audio_tokens" -> facts.audioTokens(ofPrompt, count(json, value));
                case "image_tokens" -> facts.imageTokens(ofPrompt, count(json, value));
                default -> json.skipChildren();
            }
        }
    }

    private static void costs(JsonParser json, JsonToken start, AnswerFacts facts) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "upstream_inference_cost" -> facts.ownKeyCost(number(json, value));
                case "upstream_inference_prompt_cost", "upstream_inference_input_cost" ->
                    facts.promptCost(number(json, value));
                case "upstream_inference_completions_cost", "upstream_inference_output_cost" ->
                    facts.completionCost(number(json, value));
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
