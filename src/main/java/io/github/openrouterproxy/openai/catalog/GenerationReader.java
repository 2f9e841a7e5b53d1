package io.github.openrouterproxy.openai.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.openai.plain.ForeignJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what OpenRouter's {@code /generation} tells of one answer. The native tokens are those that are paid for, and
 * that answers report; with a key of the caller's own at the provider its charge comes on top.
 */
public final class GenerationReader {
    private static final double MOST = 1e15;

    private GenerationReader() {}

    /** Empty when it does not tell the cost, which is the case while it is being worked out. Never throws. */
    public static Optional<TokenUsage> read(byte[] answer) {
        Map<String, Double> numbers = new HashMap<>();
        boolean ownKey = false;
        try (JsonParser json = ForeignJson.FACTORY.createParser(answer)) {
            if (!entersObject(json, "data")) {
                return Optional.empty();
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (value.isNumeric()) {
                    numbers.put(name, json.getDoubleValue());
                } else if (name.equals("is_byok")) {
                    ownKey = value == JsonToken.VALUE_TRUE;
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        Double upstream = ownKey ? numbers.get("upstream_inference_cost") : null;
        Double total = numbers.get("total_cost");
        Long nanos = total == null ? null : Cost.inNanos(total + (upstream == null ? 0 : upstream));
        return nanos == null ? Optional.empty() : Optional.of(usage(numbers, nanos, upstream));
    }

    private static TokenUsage usage(Map<String, Double> numbers, Long nanos, @Nullable Double upstream) {
        Long prompt = tokens(numbers, "prompt");
        Long completion = tokens(numbers, "completion");
        Cost cost = new Cost(nanos, null, null, Cost.inNanos(upstream), Cost.Source.LOOKED_UP);
        return new TokenUsage(
                prompt,
                completion,
                prompt == null || completion == null ? null : (Long) (prompt + completion),
                whole(numbers.get("native_tokens_cached")),
                null,
                whole(numbers.get("native_tokens_reasoning")),
                null,
                null,
                null,
                null,
                cost);
    }

    private static @Nullable Long tokens(Map<String, Double> numbers, String kind) {
        Long counted = whole(numbers.get("native_tokens_" + kind));
        return counted == null ? whole(numbers.get("tokens_" + kind)) : counted;
    }

    private static boolean entersObject(JsonParser json, String wanted) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() == JsonToken.START_OBJECT && name.equals(wanted)) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    /** Null for what no count can be. */
    private static @Nullable Long whole(@Nullable Double number) {
        return number == null || !(number >= 0 && number < MOST) ? null : (Long) Math.round(number);
    }
}
