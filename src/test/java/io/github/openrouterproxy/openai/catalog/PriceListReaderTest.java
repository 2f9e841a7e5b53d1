package io.github.openrouterproxy.openai.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceListReaderTest {
    private static final String PLAIN = "\"prompt\":\"0.000003\",\"completion\":\"0.000015\"";

    @Test
    void tokensCostWhatTheListSays() {
        assertThat(price(PLAIN).cost(usage(100, 10, null, null)))
                .isEqualTo(new Cost(450_000L, 300_000L, 150_000L, null, Cost.Source.COMPUTED));
    }

    @Test
    void kindsWithAPriceOfTheirOwnAreTakenOutOfTheOthers() {
        ModelPrice price = price(
                PLAIN + ",\"input_cache_read\":\"0.0000003\",\"internal_reasoning\":\"0.00002\",\"request\":\"0.001\"");

        assertThat(price.cost(usage(100, 10, 60L, 4L)))
                .isEqualTo(new Cost(
                        1_308_000L, 1_000_000L + 120_000 + 18_000, 80_000L + 90_000, null, Cost.Source.COMPUTED));
    }

    @Test
    void aPartialPriceOfZeroIsNoPriceOfItsOwn() {
        ModelPrice price = price(PLAIN + ",\"input_cache_read\":\"0\",\"internal_reasoning\":\"0\"");

        assertThat(price.cost(usage(100, 10, 60L, 4L)).nanos()).isEqualTo(450_000L);
    }

    @Test
    void aFreeModelCostsNothingAndHalfANanoDollarIsRoundedUp() {
        assertThat(price("\"prompt\":\"0\",\"completion\":\"0\"")
                        .cost(usage(100, 10, null, null))
                        .nanos())
                .isEqualTo(0L);
        assertThat(price("\"prompt\":0.00000000015,\"completion\":0")
                        .cost(usage(10, 0, null, null))
                        .nanos())
                .isEqualTo(2L);
    }

    @Test
    void anEmbeddingHasNoTokensOfAnAnswer() {
        assertThat(price(PLAIN)
                        .cost(new TokenUsage(4L, null, 4L, null, null, null))
                        .nanos())
                .isEqualTo(12_000L);
        assertThat(price("\"prompt\":\"0.00000002\",\"completion\":\"0\"")
                        .cost(new TokenUsage(5L, null, 5L, null, null, null))
                        .nanos())
                .isEqualTo(100L);
        assertThat(price(PLAIN).cost(new TokenUsage(4L, null, null, null, null, null)))
                .isEqualTo(Cost.UNKNOWN);
    }

    @Test
    void whatDependsOnMoreThanTokensHasNoPrice() {
        assertThat(read("\"prompt\":\"-1\",\"completion\":\"-1\"")).isEmpty();
        assertThat(read(PLAIN + ",\"discount\":0.2")).isEmpty();
        assertThat(read(PLAIN + ",\"overrides\":[{\"min\":[1,{\"a\":2}]}]")).isEmpty();
        assertThat(read("\"prompt\":\"0.1\"")).isEmpty();
        assertThat(read("\"prompt\":\"NaN\",\"completion\":\"1e999999999\"")).isEmpty();
        assertThat(read(PLAIN + ",\"overrides\":[],\"discount\":0,\"image\":null"))
                .containsOnlyKeys("a/b", "a/b-2026");
    }

    @Test
    void aListWithoutPricesAndWhatIsNoListGiveNone() {
        assertThat(PriceListReader.read("{\"object\":\"list\",\"data\":[{\"id\":\"a\"}]}".getBytes(UTF_8)))
                .isEmpty();
        assertThat(PriceListReader.read("<html>".getBytes(UTF_8))).isEmpty();
        assertThat(PriceListReader.read(new byte[0])).isEmpty();
        assertThat(PriceListReader.read("{\"data\":{\"id\":1}}".getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void aListThatBreaksOffHoldsWhatCameBefore() {
        String cut = "{\"data\":[{\"id\":\"a\",\"pricing\":{" + PLAIN + "}},{\"id\":\"b\",\"pricing\":{\"over";

        assertThat(PriceListReader.read(cut.getBytes(UTF_8))).containsOnlyKeys("a");
    }

    private static ModelPrice price(String pricing) {
        return requireNonNull(read(pricing).get("a/b"));
    }

    private static Map<String, ModelPrice> read(String pricing) {
        String list = "{\"data\":[{\"id\":\"a/b\",\"architecture\":{\"x\":[1]},\"pricing\":{" + pricing
                + "},\"canonical_slug\":\"a/b-2026\"}],\"more\":[]}";
        return PriceListReader.read(list.getBytes(UTF_8));
    }

    private static TokenUsage usage(long prompt, long completion, @Nullable Long cached, @Nullable Long reasoning) {
        return new TokenUsage(prompt, completion, prompt + completion, cached, reasoning, null);
    }
}
