package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.NOON;
import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Stats.Spread;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures over what matches. */
public abstract class StatsDaoContract extends DaoContract {
    @Test
    void overNothingThereIsNothingToSay() {
        assertThat(stats().stats(EVERYONE, ExchangeFilter.ALL, NOON))
                .isEqualTo(new Stats(0, 0, 0, null, 0, Spread.NONE, Spread.NONE, null, null, null, null));
    }

    @Test
    void runningCallsCountInTheTotalButNotInTheRate() {
        write(
                number(1),
                number(2),
                number(3).answering(500, Body.EMPTY),
                number(4).failing("cut off"),
                number(5).inFlight());

        Stats stats = stats().stats(EVERYONE, ExchangeFilter.ALL, NOON);

        assertThat(stats.total()).isEqualTo(5);
        assertThat(stats.inFlight()).isEqualTo(1);
        assertThat(stats.failed()).isEqualTo(2);
        assertThat(stats.successRate()).isEqualTo(50.0);
    }

    @Test
    void percentilesAreExactByNearestRank() {
        IntStream.rangeClosed(1, 200)
                .forEach(i -> write(number(i).lasting(Duration.ofMillis(i)).understoodAs(firstTokenAfter(2 * i))));

        Stats stats = stats().stats(EVERYONE, ExchangeFilter.ALL, NOON);

        assertThat(stats.duration())
                .isEqualTo(new Spread(
                        Duration.ofNanos(100_500_000),
                        Duration.ofMillis(100),
                        Duration.ofMillis(190),
                        Duration.ofMillis(198)));
        assertThat(stats.firstToken().p95()).isEqualTo(Duration.ofMillis(380));
    }

    @Test
    void oneValueIsEveryPercentile() {
        write(number(1).lasting(Duration.ofMillis(7)));

        Duration seven = Duration.ofMillis(7);
        assertThat(stats().stats(EVERYONE, ExchangeFilter.ALL, NOON).duration())
                .isEqualTo(new Spread(seven, seven, seven, seven));
    }

    @Test
    void sumsAreOfWhatIsKnown() {
        write(
                number(1).costing(10L, 3_000_000_000L),
                number(2).costing(null, null),
                number(3).costing(5L, 1L));

        Stats stats = stats().stats(EVERYONE, ExchangeFilter.ALL, NOON);

        assertThat(stats.promptTokens()).isEqualTo(15);
        assertThat(stats.costMicros()).isEqualTo(3_000_000_001L);
        assertThat(stats.completionTokens()).isNull();
        assertThat(stats.totalTokens()).isNull();
    }

    @Test
    void recentAreTheLastTenMinutes() {
        write(number(0), number(1), number(2));

        assertThat(stats().stats(EVERYONE, ExchangeFilter.ALL, NOON.plusSeconds(601))
                        .recent())
                .isEqualTo(2);
    }

    @Test
    void aFilterHoldsForEveryFigure() {
        write(number(1).costing(1L, 1L), number(2).by("bob").costing(2L, 2L).lasting(Duration.ofSeconds(9)));

        Stats stats = stats().stats(EVERYONE, Filters.user("bob"), NOON);

        assertThat(stats.total()).isEqualTo(1);
        assertThat(stats.promptTokens()).isEqualTo(2);
        assertThat(stats.duration().p50()).isEqualTo(Duration.ofSeconds(9));
        assertThat(stats().stats(EVERYONE, Filters.search("\"question\":1"), NOON)
                        .costMicros())
                .isEqualTo(1);
    }

    private static Understanding firstTokenAfter(int millis) {
        return new Understanding(null, null, true, Duration.ofMillis(millis), null, TokenUsage.UNKNOWN);
    }
}
