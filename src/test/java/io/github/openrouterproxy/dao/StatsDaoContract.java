package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.NOON;
import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.Figures.Spread;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Awaited;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Counted;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures over what matches. */
public abstract class StatsDaoContract extends DaoContract {
    private static final TokenUsage USED =
            new TokenUsage(10L, 5L, 15L, 4L, 3L, 2L, 1L, 1L, 1L, 1L, new Cost(7L, 3L, 4L, 2L, Cost.Source.COMPUTED));

    private static final TokenUsage COUNTED_TO_A_CUT = new TokenUsage(8L, 3L, null, null, null, null);

    @Test
    void overNothingThereIsNothingToSay() {
        assertThat(stats().stats(EVERYONE, ExchangeFilter.ALL, NOON)).isEqualTo(new Stats(Figures.NONE, 0, true));
    }

    @Test
    void runningCallsCountInTheTotalButNotInTheRate() {
        write(
                number(1),
                number(2),
                number(3).answering(500, Body.EMPTY),
                number(4).failing("cut off"),
                number(5).inFlight());

        Figures stats = figures(EVERYONE, ExchangeFilter.ALL);

        assertThat(stats.total()).isEqualTo(5);
        assertThat(stats.inFlight()).isEqualTo(1);
        assertThat(stats.failed()).isEqualTo(2);
        assertThat(stats.successRate()).isEqualTo(50.0);
    }

    @Test
    void whatALateAnswerUsedCountsOnceWithTheNewestCallThatAskedForIt() {
        write(number(1).understoodAs(awaited("a")), number(2).understoodAs(awaited("b")));
        write(number(3).understoodAs(awaited("b")));
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).tokens().prompt()).isNull();

        write(number(4), number(3).understoodAs(awaited("b")), number(5).understoodAs(told("b", USED)));
        assertThat(usageOf(3)).isEqualTo(USED);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).tokens().prompt()).isEqualTo(10);

        write(number(6).understoodAs(told("b", USED)), number(7).understoodAs(told("c", USED)));
        assertThat(IntStream.of(1, 2, 4, 5, 6, 7).mapToObj(this::usageOf)).containsOnly(TokenUsage.UNKNOWN);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).tokens().prompt()).isEqualTo(10);

        write(number(8).understoodAs(awaited("b")));
        write(number(9).understoodAs(told("b", USED)));
        assertThat(usageOf(8)).isEqualTo(USED);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).cost().nanos()).isEqualTo(14);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).cost().computedNanos()).isEqualTo(14);
    }

    @Test
    void aSpanMayReachFurtherThanAnybodyLives() {
        write(number(1), number(2).answering(500, SampleExchange.text("{}")));
        Figures all = figures(EVERYONE, ExchangeFilter.ALL);

        for (String later : List.of("2300-01-01T00:00:00Z", "9999-12-31T23:59:59Z")) {
            Instant end = Instant.parse(later);
            assertThat(figures(EVERYONE, Filters.between(Instant.parse("0001-01-01T00:00:00Z"), end)))
                    .isEqualTo(all);
            assertThat(figures(EVERYONE, Filters.between(end, null)).total()).isZero();
        }
    }

    @Test
    void twoThatTellOfALateAnswerInOneBatchChangeNothingButTheFiguresOfOneCall() {
        write(number(1).understoodAs(awaited("a")), number(2).understoodAs(awaited("a")));

        write(number(3).understoodAs(told("a", USED)), number(4).understoodAs(told("a", USED)));

        List<Exchange> rows = IntStream.rangeClosed(1, 4)
                .mapToObj(row -> found(number(row).id()))
                .toList();
        ScannedFigures.assertSame("all", figures(EVERYONE, ExchangeFilter.ALL), rows);
        assertThat(IntStream.of(1, 3, 4).mapToObj(this::usageOf)).containsOnly(TokenUsage.UNKNOWN);
        assertThat(usageOf(2)).isEqualTo(USED);
    }

    @Test
    void aLateAnswerThatACallCountsItselfCountsWithNoOther() {
        write(number(1).understoodAs(awaited("a")), number(2).understoodAs(awaited("b")));
        write(number(3).understoodAs(Understanding.NOTHING.using(USED).telling(new Counted("a"))));

        write(number(4).understoodAs(told("a", USED)), number(5).understoodAs(told("b", USED)));

        assertThat(usageOf(1)).isEqualTo(TokenUsage.UNKNOWN);
        assertThat(IntStream.of(2, 3).mapToObj(this::usageOf)).containsOnly(USED);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).tokens().prompt()).isEqualTo(20);
    }

    @Test
    void onlyWhoAskedForALateAnswerCanTellWhatItUsed() {
        write(number(1).understoodAs(awaited("a")));
        write(number(2).by(null).understoodAs(awaited("b")));

        write(
                number(3).by("mallory").understoodAs(told("a", USED)),
                number(4).by(null).understoodAs(told("a", USED)),
                number(5).understoodAs(told("b", USED)),
                number(6).by("mallory").understoodAs(Understanding.NOTHING.telling(new Counted("a"))));
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).tokens().prompt()).isNull();

        write(number(7).understoodAs(told("a", USED)), number(8).by(null).understoodAs(told("b", USED)));
        assertThat(IntStream.of(1, 2).mapToObj(this::usageOf)).containsOnly(USED);
    }

    @Test
    void aKnownCostStaysWhereALateAnswerTellsNoneOrOneThatWasComputed() {
        TokenUsage looked = TokenUsage.UNKNOWN.costing(new Cost(9L, null, null, 8L, Cost.Source.LOOKED_UP));
        Cost reported = new Cost(7L, 3L, 4L, 2L, Cost.Source.REPORTED);
        write(
                number(1).understoodAs(awaited("a")),
                number(2).understoodAs(awaited("b")),
                number(3).understoodAs(awaited("c")));
        writer().complete(List.of(lookedUp(1, looked), lookedUp(2, looked), lookedUp(3, looked)));

        write(
                number(4).understoodAs(told("a", USED.costing(Cost.UNKNOWN))),
                number(5).understoodAs(told("b", USED)),
                number(6).understoodAs(told("c", USED.costing(reported))));

        assertThat(usageOf(1)).isEqualTo(USED.costing(looked.cost()));
        assertThat(usageOf(2)).isEqualTo(USED.costing(looked.cost()));
        assertThat(usageOf(3)).isEqualTo(USED.costing(reported));
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).cost().nanos()).isEqualTo(9 + 9 + 7);
    }

    @Test
    void whatALateAnswerUsedCountsNowhereWhenTheCallThatAskedForItIsGone() {
        write(number(1).understoodAs(awaited("a")), number(2));
        writer().deleteOldest(1);

        write(number(3).understoodAs(told("a", USED)));

        assertThat(figures(EVERYONE, ExchangeFilter.ALL).total()).isEqualTo(2);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).tokens().prompt()).isNull();
    }

    @Test
    void whatWasAddedToCallsOnRecordIsGivenBackAsFarAsItIsMoreThanBefore() {
        TokenUsage counted = new TokenUsage(10L, 5L, null, 4L, 3L, 2L, null, null, null, null, Cost.reported(7L));
        TokenUsage looked = new TokenUsage(null, 12L, null, null, null, null)
                .costing(new Cost(9L, null, null, null, Cost.Source.LOOKED_UP));
        write(
                number(1).understoodAs(awaited("a")),
                number(2).understoodAs(Understanding.NOTHING.using(COUNTED_TO_A_CUT)));

        assertThat(writer().write(List.of(number(3).build()))).isEmpty();
        assertThat(writer().write(
                                List.of(number(4).understoodAs(told("a", USED)).build())))
                .containsExactly(counted);
        assertThat(writer().write(
                                List.of(number(5).understoodAs(told("a", USED)).build())))
                .isEmpty();
        assertThat(writer().complete(List.of(lookedUp(2, looked))))
                .containsExactly(new TokenUsage(null, 9L, null, null, null, 9L));
        assertThat(writer().complete(List.of(lookedUp(2, looked), lookedUp(9, looked))))
                .containsOnly(TokenUsage.UNKNOWN);
    }

    @Test
    void percentilesAreByNearestRankAndWithinOnePercent() {
        IntStream.rangeClosed(1, 200)
                .forEach(i -> write(number(i).lasting(Duration.ofMillis(i)).understoodAs(firstTokenAfter(2 * i))));

        Figures stats = figures(EVERYONE, ExchangeFilter.ALL);

        assertThat(stats.duration().mean()).isEqualTo(Duration.ofNanos(100_500_000));
        assertNear(stats.duration().p50(), Duration.ofMillis(100));
        assertNear(stats.duration().p95(), Duration.ofMillis(190));
        assertNear(stats.duration().p99(), Duration.ofMillis(198));
        assertNear(stats.firstToken().p95(), Duration.ofMillis(380));
    }

    @Test
    void oneValueIsEveryPercentile() {
        write(number(1).lasting(Duration.ofNanos(97_000)));

        Duration only = Duration.ofNanos(97_000);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).duration()).isEqualTo(new Spread(only, only, only, only));
    }

    @Test
    void theLatestVersionOfAnExchangeCounts() {
        SampleExchange running = number(1).inFlight();
        write(running);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).inFlight()).isEqualTo(1);

        write(number(1).costing(10L, 100L));
        write(number(1).costing(10L, 70L));

        Figures stats = figures(EVERYONE, ExchangeFilter.ALL);
        assertThat(stats.inFlight()).isZero();
        assertThat(stats.total()).isEqualTo(1);
        assertThat(stats.cost().nanos()).isEqualTo(70);
    }

    @Test
    void whatIsRemovedIsNoLongerInTheFigures() {
        write(number(1).costing(1L, 1L), number(2).costing(2L, 2L));

        writer().deleteOldest(1);

        assertThat(figures(EVERYONE, ExchangeFilter.ALL).cost().nanos()).isEqualTo(2);
        writer().deleteOldest(1);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL)).isEqualTo(Figures.NONE);
        assertThat(stats().models(EVERYONE, ExchangeFilter.ALL).rows()).isEmpty();
    }

    @Test
    void callsThatTheLastProcessLeftRunningCountAsFailures() {
        write(number(1).inFlight(), number(2));

        writer().markInterrupted();

        assertThat(figures(EVERYONE, ExchangeFilter.ALL).failed()).isEqualTo(1);
        assertThat(figures(EVERYONE, ExchangeFilter.ALL).inFlight()).isZero();
    }

    @Test
    void aSeriesHasTheFiguresOfEachStretchAndItsModels() {
        write(number(0).costing(1L, 1L), number(50).costing(2L, 2L), number(70), number(3600));

        List<Bucket> series = stats().series(EVERYONE, ExchangeFilter.ALL, Duration.ofMinutes(1))
                .rows();

        assertThat(series)
                .extracting(Bucket::start)
                .containsExactly(
                        Instant.parse("2026-11-20T12:00:00Z"),
                        Instant.parse("2026-11-20T12:01:00Z"),
                        Instant.parse("2026-11-20T13:00:00Z"));
        assertThat(series).extracting(bucket -> bucket.figures().total()).containsExactly(2L, 1L, 1L);
        assertThat(series.get(0).figures().tokens().prompt()).isEqualTo(3);
        assertThat(series.get(0).models()).extracting(ModelFigures::model).containsExactly("openai/gpt-5");
    }

    @Test
    void aUserSeesNothingOfOthersInAnyOfThem() {
        Scope alice = new Scope.OwnedBy("alice");
        write(
                number(1),
                number(2).by("bob").costing(1L, 1L),
                number(3).by("bob").inFlight());

        assertThat(figures(alice, ExchangeFilter.ALL).total()).isEqualTo(1);
        assertThat(figures(alice, Filters.user("bob"))).isEqualTo(Figures.NONE);
        assertThat(stats().models(alice, ExchangeFilter.ALL).rows())
                .extracting(ModelFigures::model)
                .containsOnlyNulls();
        assertThat(stats().users(alice, ExchangeFilter.ALL).rows())
                .extracting(user -> user.user())
                .containsExactly(new ApiKey("alice", "sk-…alice"));
        assertThat(stats().series(alice, ExchangeFilter.ALL, Duration.ofHours(1))
                        .rows())
                .extracting(bucket -> bucket.figures().total())
                .containsExactly(1L);
    }

    @Test
    void usersComeWithWhenTheyWereSeenAndHowManyModelsTheyAsked() {
        write(
                number(1).by("bob"),
                number(2).by("bob").costing(1L, 1L),
                number(3).by(null));

        List<UserFigures> users = stats().users(EVERYONE, ExchangeFilter.ALL).rows();

        assertThat(users).hasSize(2);
        assertThat(users.get(0).firstSeen()).isEqualTo(NOON.plusSeconds(1));
        assertThat(users.get(0).lastSeen()).isEqualTo(NOON.plusSeconds(2));
        assertThat(users.get(0).models()).isEqualTo(1);
        assertThat(users.get(1).user()).isNull();
    }

    @Test
    void sumsAreOfWhatIsKnown() {
        write(
                number(1).costing(10L, 3_000_000_000L),
                number(2).costing(null, null),
                number(3).costing(5L, 1L));

        Figures stats = figures(EVERYONE, ExchangeFilter.ALL);

        assertThat(stats.tokens().prompt()).isEqualTo(15);
        assertThat(stats.cost().nanos()).isEqualTo(3_000_000_001L);
        assertThat(stats.tokens().completion()).isNull();
        assertThat(stats.tokens().total()).isNull();
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

        Figures stats = figures(EVERYONE, Filters.user("bob"));

        assertThat(stats.total()).isEqualTo(1);
        assertThat(stats.tokens().prompt()).isEqualTo(2);
        assertThat(stats.duration().mean()).isEqualTo(Duration.ofSeconds(9));
        assertThat(figures(EVERYONE, Filters.search("\"question\":1")).cost().nanos())
                .isEqualTo(1);
    }

    private TokenUsage usageOf(int number) {
        return found(number(number).id()).understanding().usage();
    }

    private static LookedUp lookedUp(int number, TokenUsage usage) {
        return new LookedUp(new ExchangeId(number(number).id()), usage);
    }

    private static Understanding awaited(String answer) {
        return Understanding.NOTHING.telling(new Awaited(answer));
    }

    private static Understanding told(String answer, TokenUsage usage) {
        return Understanding.NOTHING.telling(new Told(answer, usage));
    }

    private Figures figures(Scope scope, ExchangeFilter filter) {
        return stats().stats(scope, filter, NOON).figures();
    }

    private static void assertNear(@Nullable Duration value, Duration exact) {
        assertThat(value).isNotNull().isCloseTo(exact, exact.dividedBy(100));
    }

    private static Understanding firstTokenAfter(int millis) {
        return new Understanding(null, null, true, Duration.ofMillis(millis), null, TokenUsage.UNKNOWN);
    }
}
