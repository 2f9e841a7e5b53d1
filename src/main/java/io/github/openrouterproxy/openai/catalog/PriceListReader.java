package io.github.openrouterproxy.openai.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.openrouterproxy.openai.plain.ForeignJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the prices out of a list of models as OpenRouter's {@code /models} gives it. A model is left out whose price
 * depends on more than its tokens: a negative one, a discount, prices that change with the size of the prompt.
 */
public final class PriceListReader {
    private static final double HIGHEST_PRICE = 1e6;
    private static final int LONGEST_NUMBER = 40;

    private final Map<String, ModelPrice> prices = new HashMap<>();

    private PriceListReader() {}

    /** By the model's name; a dated name leads to the same. Empty when nothing in it is a price. Never throws. */
    public static Map<String, ModelPrice> read(byte[] list) {
        PriceListReader reader = new PriceListReader();
        try (JsonParser json = ForeignJson.FACTORY.createParser(list)) {
            reader.list(json);
        } catch (IOException e) {
            // no JSON, or cut: what was read before holds
            return Map.copyOf(reader.prices);
        }
        return Map.copyOf(reader.prices);
    }

    private void list(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() == JsonToken.START_ARRAY && name.equals("data")) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    model(json);
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void model(JsonParser json) throws IOException {
        String id = null;
        String dated = null;
        ModelPrice price = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = json.getValueAsString();
                case "canonical_slug" -> dated = json.getValueAsString();
                case "pricing" -> price = value == JsonToken.START_OBJECT ? price(json) : null;
                default -> json.skipChildren();
            }
        }
        if (price == null) {
            return;
        }
        if (id != null) {
            prices.put(id, price);
        }
        if (dated != null) {
            // variants of a model share it, the plain one comes first
            prices.putIfAbsent(dated, price);
        }
    }

    /** Null for one that cannot be computed with. */
    private static @Nullable ModelPrice price(JsonParser json) throws IOException {
        Map<String, BigDecimal> dollars = new HashMap<>();
        boolean simple = true;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (value.isScalarValue()) {
                BigDecimal price = number(json.getValueAsString());
                if (price != null) {
                    dollars.put(name, price);
                }
                simple &= price != null || value == JsonToken.VALUE_NULL;
            } else {
                simple &= json.nextToken().isStructEnd();
                skipRest(json);
            }
        }
        boolean discounted = dollars.getOrDefault("discount", BigDecimal.ZERO).signum() != 0;
        boolean complete = dollars.containsKey("prompt") && dollars.containsKey("completion");
        return simple && complete && !discounted ? new ModelPrice(dollars) : null;
    }

    private static void skipRest(JsonParser json) throws IOException {
        while (!json.currentToken().isStructEnd()) {
            json.skipChildren();
            json.nextToken();
        }
    }

    /** Null for what is none, or negative. By way of a double, so that no exponent makes a million digits. */
    private static @Nullable BigDecimal number(@Nullable String text) {
        if (text == null || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            return number >= 0 && number <= HIGHEST_PRICE ? BigDecimal.valueOf(number) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
