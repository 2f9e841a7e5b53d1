package io.github.openrouterproxy.openai.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenerationReaderTest {
    @Test
    void theNativeTokensAndTheTotalCostAreTaken() {
        Optional<TokenUsage> usage = read("""
                {"data":{"id":"gen-1","total_cost":0.0015,"provider_responses":[{"status":200}],"cancelled":true,
                "tokens_prompt":10,"tokens_completion":25,"native_tokens_prompt":12,"native_tokens_completion":24,
                "native_tokens_reasoning":5,"native_tokens_cached":3,"is_byok":false,
                "upstream_inference_cost":0.0012}}""");

        assertThat(usage)
                .contains(new TokenUsage(
                        12L,
                        24L,
                        36L,
                        3L,
                        null,
                        5L,
                        null,
                        null,
                        null,
                        null,
                        new Cost(1_500_000L, null, null, null, Cost.Source.LOOKED_UP)));
    }

    @Test
    void withAKeyOfTheCallersOwnTheProvidersChargeIsAdded() {
        Optional<TokenUsage> usage = read("""
                {"data":{"total_cost":0.00005,"is_byok":true,"upstream_inference_cost":0.001,"tokens_prompt":7}}""");

        assertThat(usage.map(TokenUsage::cost))
                .contains(new Cost(1_050_000L, null, null, 1_000_000L, Cost.Source.LOOKED_UP));
        assertThat(usage.map(TokenUsage::prompt)).contains(7L);
        assertThat(usage.orElseThrow().total()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"error\":{\"code\":404}}",
                "{\"data\":null}",
                "{\"data\":{\"total_cost\":null}}",
                "{\"data\":{\"total_cost\":-1}}",
                "{\"data\":{\"total_cost\":1e300}}",
                "{\"data\":{\"total_cost\":0.1,"
            })
    void whatDoesNotTellTheCostIsNoAnswer(String text) {
        assertThat(read(text)).isEmpty();
    }

    private static Optional<TokenUsage> read(String text) {
        return GenerationReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
