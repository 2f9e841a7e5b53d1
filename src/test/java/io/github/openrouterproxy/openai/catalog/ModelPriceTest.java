package io.github.openrouterproxy.openai.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPriceTest {
    private static final TokenUsage USED =
            new TokenUsage(1_000L, 1_000L, 2_000L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, Cost.UNKNOWN);

    /** Each token costs 1,000 billionths; one of the kind 3,000, so that its number tells in the sum. */
    @ParameterizedTest
    @CsvSource({
        "input_cache_read, 10, 0",
        "input_cache_write, 20, 0",
        "audio, 40, 0",
        "image_token, 60, 0",
        "internal_reasoning, 0, 30",
        "audio_output, 0, 50",
        "image_output, 0, 70",
    })
    void tokensOfAKindWithAPriceOfItsOwnCostThat(String kind, long ofPrompt, long ofCompletion) {
        Map<String, BigDecimal> dollars = new HashMap<>();
        dollars.put("prompt", new BigDecimal("0.000001"));
        dollars.put("completion", new BigDecimal("0.000001"));
        dollars.put(kind, new BigDecimal("0.000003"));

        Cost cost = new ModelPrice(dollars).cost(USED);

        assertThat(cost.promptNanos()).isEqualTo(1_000_000 + 2_000 * ofPrompt);
        assertThat(cost.completionNanos()).isEqualTo(1_000_000 + 2_000 * ofCompletion);
        assertThat(cost.source()).isEqualTo(Cost.Source.COMPUTED);
    }
}
