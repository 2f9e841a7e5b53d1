package io.github.openrouterproxy.recorder.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.catalog.ModelPrice;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LookupsTest {
    private static final Credential KEY = new Credential("sk-or-v1-alice");
    private static final Outcome CUT = new Outcome.ClientDisconnected();
    private static final TokenUsage TOLD = new TokenUsage(1L, 2L, 3L, null, null, null)
            .costing(new Cost(40L, null, null, null, Cost.Source.LOOKED_UP));

    private final Later executor = new Later();
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
    private final List<String> asked = new ArrayList<>();
    private int woken;
    private Map<String, ModelPrice> prices = Map.of();
    private Optional<TokenUsage> answer = Optional.empty();
    private final Lookups lookups =
            new Lookups(new PriceBook(() -> Optional.of(prices), Runnable::run, clock), this::ask, executor, clock);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void aCutStreamIsAskedForWithItsOwnKeyAndTheAnswerWaitsForTheWriter() {
        lookups.wakeBy(() -> woken++);
        end(CUT, KEY, "gen-1", TokenUsage.UNKNOWN);
        assertThat(lookups.isUnsettled()).isFalse();
        answer = Optional.of(TOLD);
        executor.runNext();

        assertThat(asked).containsExactly("gen-1 sk-or-v1-alice");
        assertThat(lookups.isUnsettled()).isTrue();
        assertThat(woken).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsNotThereYetIsAskedForThreeTimesAndThenNoMore() {
        end(CUT, KEY, "gen-1", TokenUsage.UNKNOWN);
        for (int i = 0; i < 3; i++) {
            executor.runNext();
        }

        assertThat(executor.waits).containsExactly(3_000L, 10_000L, 30_000L);
        assertThat(executor.tasks).isEmpty();
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatToldItsCostEndedInOrderOrIsNotOfOpenRouterIsNotAskedFor() {
        end(new Outcome.Completed(), KEY, "gen-1", TokenUsage.UNKNOWN);
        end(CUT, null, "gen-1", TokenUsage.UNKNOWN);
        end(CUT, KEY, null, TokenUsage.UNKNOWN);
        end(CUT, KEY, "chatcmpl-1", TokenUsage.UNKNOWN);
        end(CUT, KEY, "gen-1&key=../../x", TokenUsage.UNKNOWN);
        end(CUT, KEY, "gen-1", new TokenUsage(1L, 2L, 3L, null, null, 0L));

        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void whatWasCountedUntilAStreamWasCutIsNotPricedAsIfItWereAllButAskedFor() {
        TokenUsage soFar = new TokenUsage(10L, 1L, 11L, null, null, null);
        Understanding cut = new Understanding("m", "m", null, true, null, null, "gen-1", null, soFar);
        Understanding finished = new Understanding("m", "m", null, true, null, "stop", "gen-1", null, soFar);
        prices = Map.of("m", new ModelPrice(Map.of("prompt", new BigDecimal("0.000001"))));
        lookups.of(call(CUT, KEY), finished);

        assertThat(lookups.of(call(CUT, KEY), cut)).isEqualTo(cut);
        assertThat(executor.tasks).hasSize(1);
        assertThat(lookups.of(call(CUT, KEY), finished).usage().costNanos()).isEqualTo(10_000);
        assertThat(lookups.of(call(new Outcome.Completed(), KEY), cut).usage().costNanos())
                .isEqualTo(10_000);
        assertThat(executor.tasks).hasSize(1);
    }

    @Test
    void anUpstreamThatNeverTellsIsLeftAlone() {
        for (int i = 0; i < 5; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }
        while (!executor.tasks.isEmpty()) {
            executor.runNext();
        }
        end(CUT, KEY, "gen-6", TokenUsage.UNKNOWN);

        assertThat(asked).hasSize(15);
        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void noMoreThanSoManyWait() {
        for (int i = 0; i < 600; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }

        assertThat(executor.tasks).hasSize(500);
    }

    private void end(Outcome outcome, @Nullable Credential key, @Nullable String generation, TokenUsage usage) {
        Understanding understood = new Understanding("m", "m", null, true, null, null, generation, null, usage);
        assertThat(lookups.of(call(outcome, key), understood)).isEqualTo(understood);
    }

    private static CapturedExchange call(Outcome outcome, @Nullable Credential key) {
        Exchange sample = SampleExchange.number(1).build();
        return new CapturedExchange(
                sample.id(),
                sample.request(),
                key,
                sample.requestBody(),
                sample.response(),
                sample.responseBody(),
                sample.pieces(),
                sample.timing(),
                List.<Attempt>of(),
                outcome);
    }

    private Optional<TokenUsage> ask(String generationId, Credential key) {
        asked.add(generationId + " " + key.value());
        return answer;
    }

    /** Runs what was scheduled when the test says so. */
    private static final class Later extends ScheduledThreadPoolExecutor {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final List<Long> waits = new ArrayList<>();

        Later() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            tasks.add(command);
            waits.add(unit.toMillis(delay));
            return super.schedule(() -> {}, Duration.ofDays(1).toMillis(), TimeUnit.MILLISECONDS);
        }

        void runNext() {
            tasks.remove().run();
        }
    }
}
