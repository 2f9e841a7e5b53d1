package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code usage} object, whatever format it belongs to. The cost is what {@code cost} says; what the provider
 * charged is added only for a call on the caller's own provider key, where {@code cost} leaves it out.
 */
final class UsageFields {
    private static final double MOST_TOKENS = 1e15;

    private final JsonParser json;
    private final AnswerFacts facts;
    private final boolean atStart;
    /** Nothing counts before the end: the last number of a text that was cut may have lost its last digits. */
    private final List<Runnable> told = new ArrayList<>();

    private UsageFields(JsonParser json, boolean atStart, AnswerFacts facts) {
        this.json = json;
        this.facts = facts;
        this.atStart = atStart;
    }

    /**
     * The parser stands on the object's start, and on its end afterwards.
     *
     * @param atStart whether the answer is only beginning, so that {@code output_tokens} is no count yet
     * @throws IOException when it has no end, and then it tells nothing
     */
    static void read(JsonParser json, boolean atStart, AnswerFacts facts) throws IOException {
        UsageFields usage = new UsageFields(json, atStart, facts);
        usage.read();
        usage.told.forEach(Runnable::run);
    }

    private void read() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "cost" -> dollars(cost(value), facts::cost);
                case "is_byok" -> told.add(() -> facts.ownKey(value == JsonToken.VALUE_TRUE));
                case "upstream_inference_cost" -> dollars(number(value), facts::ownKeyCost);
                case "prompt_tokens_details", "input_tokens_details", "input_token_details" -> details(value, true);
                case "completion_tokens_details", "output_tokens_details", "output_token_details" ->
                    details(value, false);
                case "cost_details" -> costs(value);
                default -> {
                    Long count = count(value);
                    if (!atStart || isCountedAtStart(name, count)) {
                        String kind = name;
                        told.add(() -> facts.tokens(kind, count));
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
    private @Nullable Double cost(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return number(value);
        }
        Double sum = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Double part = number(json.nextToken());
            sum = name.equals("total_cost") ? part : sum;
        }
        return sum;
    }

    private void details(JsonToken start, boolean ofPrompt) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            String kind = name;
            Long count = count(json.nextToken());
            switch (name) {
                case "cached_tokens", "cache_write_tokens", "reasoning_tokens" ->
                    told.add(() -> facts.tokens(kind, count));
                case "audio_tokens" -> told.add(() -> facts.audioTokens(ofPrompt, count));
                case "image_tokens" -> told.add(() -> facts.imageTokens(ofPrompt, count));
                default -> {}
            }
        }
    }

    private void costs(JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            Double cost = number(json.nextToken());
            switch (name) {
                case "upstream_inference_cost" -> dollars(cost, facts::ownKeyCost);
                case "upstream_inference_prompt_cost", "upstream_inference_input_cost" ->
                    dollars(cost, facts::promptCost);
                case "upstream_inference_completions_cost", "upstream_inference_output_cost" ->
                    dollars(cost, facts::completionCost);
                default -> {}
            }
        }
    }

    private void dollars(@Nullable Double dollars, Consumer<@Nullable Double> fact) {
        told.add(() -> fact.accept(dollars));
    }

    private @Nullable Long count(JsonToken value) throws IOException {
        Double number = number(value);
        return number == null || number >= MOST_TOKENS ? null : number.longValue();
    }

    /** Null for what is no number, or a negative one. */
    private @Nullable Double number(JsonToken value) throws IOException {
        if (!value.isNumeric()) {
            json.skipChildren();
            return null;
        }
        double number = json.getDoubleValue();
        return number >= 0 ? number : null;
    }
}
