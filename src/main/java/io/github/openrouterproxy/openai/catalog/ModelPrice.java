package io.github.openrouterproxy.openai.catalog;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in US dollars by the names of OpenRouter's {@code pricing}. A kind of token without a price of
 * its own, or with one of 0, costs what the others of its direction cost.
 */
public record ModelPrice(Map<String, BigDecimal> dollars) {
    private static final int NANOS = 9;

    public ModelPrice {
        dollars = Map.copyOf(dollars);
    }

    /** Unknown unless the tokens of both directions are known. */
    public Cost cost(TokenUsage usage) {
        Long prompt = usage.prompt();
        Long completion = completion(usage);
        if (prompt == null || completion == null) {
            return Cost.UNKNOWN;
        }
        BigDecimal asked = of("request")
                .add(new Bill(prompt, "prompt")
                        .part(usage.cached(), "input_cache_read")
                        .part(usage.cacheWrite(), "input_cache_write")
                        .part(usage.promptAudio(), "audio")
                        .part(usage.promptImage(), "image_token")
                        .sum());
        BigDecimal answered = new Bill(completion, "completion")
                .part(usage.reasoning(), "internal_reasoning")
                .part(usage.completionAudio(), "audio_output")
                .part(usage.completionImage(), "image_output")
                .sum();
        return new Cost(nanos(asked.add(answered)), nanos(asked), nanos(answered), null, Cost.Source.COMPUTED);
    }

    /** An embedding has no tokens of an answer, and does not say that they are 0. */
    private static @Nullable Long completion(TokenUsage usage) {
        boolean nothingElse = usage.completion() == null
                && usage.total() != null
                && usage.total().equals(usage.prompt());
        return nothingElse ? Long.valueOf(0) : usage.completion();
    }

    private BigDecimal of(String name) {
        return dollars.getOrDefault(name, BigDecimal.ZERO);
    }

    private static long nanos(BigDecimal dollars) {
        return dollars.movePointRight(NANOS)
                .setScale(0, RoundingMode.HALF_UP)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** The tokens of one direction, of which those with a price of their own are taken out. */
    private final class Bill {
        private final BigDecimal price;
        private long left;
        private BigDecimal parts = BigDecimal.ZERO;

        Bill(long tokens, String name) {
            left = tokens;
            price = of(name);
        }

        Bill part(@Nullable Long tokens, String name) {
            if (tokens != null && of(name).signum() > 0) {
                long counted = Math.min(tokens, left);
                left -= counted;
                parts = parts.add(of(name).multiply(BigDecimal.valueOf(counted)));
            }
            return this;
        }

        BigDecimal sum() {
            return parts.add(price.multiply(BigDecimal.valueOf(left)));
        }
    }
}
