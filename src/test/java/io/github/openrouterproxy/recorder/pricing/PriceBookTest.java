package io.github.openrouterproxy.recorder.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.catalog.ModelPrice;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceBookTest {
    private static final TokenUsage TOKENS = new TokenUsage(10L, 1L, 11L, null, null, null);

    private final Queue<Runnable> background = new ArrayDeque<>();
    private final Upstream upstream = new Upstream();
    private final PriceBook book = new PriceBook(upstream::ask, background::add, () -> upstream.now);

    @Test
    void aCallIsPricedOnceThePricesAreThere() {
        assertThat(costOf("m", "m", TOKENS)).isEqualTo(Cost.UNKNOWN);
        assertThat(costOf("m", "m", TOKENS)).isEqualTo(Cost.UNKNOWN);
        assertThat(background).hasSize(1);

        background.remove().run();

        assertThat(costOf("m", "m", TOKENS)).isEqualTo(new Cost(11_000L, 10_000L, 1_000L, null, Cost.Source.COMPUTED));
        assertThat(background).isEmpty();
    }

    @Test
    void nothingIsAskedForAndNothingChangedWhereTheCostIsKnownOrThereAreNoTokens() {
        TokenUsage told = TOKENS.costing(Cost.reported(7L));
        TokenUsage ownKey = TOKENS.costing(new Cost(null, null, null, 3L, null));

        assertThat(costOf("m", "m", told)).isEqualTo(Cost.reported(7L));
        assertThat(costOf("m", "m", ownKey)).isEqualTo(ownKey.cost());
        assertThat(costOf("m", "m", TokenUsage.UNKNOWN)).isEqualTo(Cost.UNKNOWN);
        assertThat(background).isEmpty();
    }

    @Test
    void theModelThatAnsweredIsPricedUnderTheNameItIsSoldBy() {
        fetch();

        assertThat(costOf("m-2026-01-01", "m", TOKENS).nanos()).isEqualTo(11_000L);
        assertThat(costOf("m", "other", TOKENS).nanos()).isEqualTo(11_000L);
        assertThat(costOf("m", "m:free", TOKENS).nanos()).isEqualTo(0L);
        assertThat(costOf("m", "m:online", TOKENS)).isEqualTo(Cost.UNKNOWN);
        assertThat(costOf("other", "m", TOKENS)).isEqualTo(Cost.UNKNOWN);
        assertThat(costOf(null, null, TOKENS)).isEqualTo(Cost.UNKNOWN);
    }

    @Test
    void oldPricesHoldUntilNewOnesAreThere() {
        fetch();
        upstream.now = upstream.now.plus(Duration.ofHours(7));
        upstream.answer = Optional.of(Map.of("m", price("0.000002")));

        assertThat(costOf("m", "m", TOKENS).nanos()).isEqualTo(11_000L);
        background.remove().run();
        assertThat(costOf("m", "m", TOKENS).nanos()).isEqualTo(22_000L);

        upstream.now = upstream.now.plus(Duration.ofHours(7));
        upstream.answer = Optional.empty();
        fetch();
        assertThat(costOf("m", "m", TOKENS).nanos()).isEqualTo(22_000L);
    }

    @Test
    void anUpstreamWithoutPricesIsAskedRarelyAndOneThatDoesNotAnswerAfterAWhile() {
        upstream.answer = Optional.of(Map.of());
        fetch();
        upstream.now = upstream.now.plus(Duration.ofHours(5));
        costOf("m", "m", TOKENS);
        assertThat(background).isEmpty();

        upstream.now = upstream.now.plus(Duration.ofHours(2));
        upstream.answer = Optional.empty();
        fetch();
        costOf("m", "m", TOKENS);
        assertThat(background).isEmpty();

        upstream.now = upstream.now.plus(Duration.ofMinutes(3));
        costOf("m", "m", TOKENS);
        assertThat(background).hasSize(1);
    }

    @Test
    void anAnswerThatFailsToBeReadIsNoAnswer() {
        upstream.broken = true;
        fetch();
        upstream.broken = false;
        upstream.now = upstream.now.plus(Duration.ofMinutes(3));
        fetch();

        assertThat(costOf("m", "m", TOKENS).nanos()).isEqualTo(11_000L);
    }

    private void fetch() {
        costOf("m", "m", TOKENS);
        background.remove().run();
    }

    private Cost costOf(@Nullable String answered, @Nullable String asked, TokenUsage usage) {
        Understanding told = new Understanding(answered, asked, null, false, null, null, null, null, usage);
        return book.complete(told).usage().cost();
    }

    private static ModelPrice price(String dollars) {
        return new ModelPrice(Map.of("prompt", new BigDecimal(dollars), "completion", new BigDecimal(dollars)));
    }

    private static final class Upstream {
        private Instant now = Instant.EPOCH;
        private boolean broken;
        private Optional<Map<String, ModelPrice>> answer =
                Optional.of(Map.of("m", price("0.000001"), "m:free", price("0")));

        private Optional<Map<String, ModelPrice>> ask() {
            if (broken) {
                throw new IllegalStateException("no list");
            }
            return answer;
        }
    }
}
