package io.github.openrouterproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.RetrySettings;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.client.ClientPatience;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration PATIENT = Duration.ofDays(1);

    private final RetryPolicy policy = policy(3, 0.5);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After|7|7000",
                "retry-after|0.25|250",
                "Retry-After|Sun, 01 Nov 2026 12:00:03 GMT|3000",
                "Retry-After|Sun, 01 Nov 2026 11:59:00 GMT|0",
                "retry-after-ms|125|125",
                "Retry-After|20|20000",
                "Retry-After|Sunday, 01-Nov-26 12:00:03 GMT|3000",
            })
    void waitsAsLongAsTheUpstreamAsks(String name, String value, long millis) {
        assertThat(policy.afterAnswer(1, answer(429, new Header(name, value)), PATIENT))
                .contains(Duration.ofMillis(millis));
    }

    @Test
    void prefersTheFinerWord() {
        ResponseHead both = answer(429, new Header("Retry-After", "9"), new Header("retry-after-ms", "80"));

        assertThat(policy.afterAnswer(1, both, PATIENT)).contains(Duration.ofMillis(80));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After|21",
                "Retry-After|99999999999999999999",
                "Retry-After|1e300",
                "Retry-After|Fri, 31 Dec 9999 23:59:59 GMT",
                "Retry-After|Fri Dec 31 23:59:59 +999999999",
                "retry-after-ms|20001",
                "retry-after-ms|99999999999999999999999",
            })
    void givesUpWhenAskedToWaitTooLong(String name, String value) {
        assertThat(policy.afterAnswer(1, answer(429, new Header(name, value)), PATIENT))
                .isEmpty();
    }

    @Test
    void backsOffExponentiallyWithFullJitterWhenToldNothing() {
        assertThat(policy(9, 0.5).afterAnswer(1, answer(503), PATIENT)).contains(Duration.ofMillis(250));
        assertThat(policy(9, 0.5).afterAnswer(2, answer(503), PATIENT)).contains(Duration.ofMillis(500));
        assertThat(policy(9, 0.5).afterAnswer(8, answer(503), PATIENT)).contains(Duration.ofSeconds(4));
        assertThat(policy(9, 0).afterAnswer(8, answer(503), PATIENT)).contains(Duration.ZERO);
    }

    /** Over many throws of the dice every pause from nothing to the ceiling comes, and none above. */
    @Test
    void spreadsThePausesOverTheWholeOfTheirRange() {
        Random random = new Random(7);
        RetryPolicy fair =
                new RetryPolicy(new RetrySettings(9, Set.of(503), Duration.ofSeconds(20)), NOON, random::nextDouble);

        LongSummaryStatistics pauses = LongStream.range(0, 4000)
                .map(i ->
                        fair.afterAnswer(3, answer(503), PATIENT).orElseThrow().toMillis())
                .summaryStatistics();

        assertThat(pauses.getMin()).isLessThan(20);
        assertThat(pauses.getMax()).isBetween(1980L, 1999L);
        assertThat(pauses.getAverage()).isBetween(960.0, 1040.0);
    }

    @Test
    void neverBacksOffLongerThanTheOperatorAllows() {
        RetryPolicy brief =
                new RetryPolicy(new RetrySettings(9, Set.of(503), Duration.ofMillis(100)), NOON, () -> 0.999);

        assertThat(brief.afterAnswer(5, answer(503), PATIENT)).contains(Duration.ofMillis(99));
        assertThat(brief.afterFailure(5, 0, unreachable(), PATIENT)).contains(Duration.ofMillis(99));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "NaN", "-99999999999999999999", "Mon, 01 Nov 2026 12:00:03 GMT"})
    void takesAWordItDoesNotUnderstandForNone(String word) {
        assertThat(policy.afterAnswer(1, answer(429, new Header("Retry-After", word)), PATIENT))
                .contains(Duration.ofMillis(250));
        assertThat(policy.afterAnswer(1, answer(429, new Header("retry-after-ms", word)), PATIENT))
                .contains(Duration.ofMillis(250));
    }

    @Test
    void obeysAWordInsteadOfBackingOffHoweverManyAttemptsThereWere() {
        assertThat(policy(9, 0.999).afterAnswer(8, answer(429, new Header("Retry-After", "0")), PATIENT))
                .contains(Duration.ZERO);
    }

    @Test
    void stopsAfterTheLastAttempt() {
        assertThat(policy.afterAnswer(2, answer(503), PATIENT)).isPresent();
        assertThat(policy.afterAnswer(3, answer(503), PATIENT)).isEmpty();
        assertThat(policy.afterFailure(3, 0, unreachable(), PATIENT)).isEmpty();
        assertThat(policy(1, 0.5).afterAnswer(1, answer(503), PATIENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "401", "500", "504"})
    void leavesEveryOtherStatusAlone(int status) {
        assertThat(policy.afterAnswer(1, answer(status), PATIENT)).isEmpty();
    }

    @Test
    void neverWaitsPastTheClientsPatience() {
        assertThat(policy.afterAnswer(1, answer(503), Duration.ofMillis(250))).isEmpty();
        assertThat(policy.afterAnswer(1, answer(503), Duration.ofMillis(251))).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNREACHABLE", "STALE", "TURNED_AWAY"},
            mode = EnumSource.Mode.EXCLUDE)
    void retriesNoFailureButThatOfReachingTheUpstream(Kind kind) {
        UpstreamFailure failure = new UpstreamFailure(kind, "x");

        assertThat(policy.afterFailure(1, 0, failure, PATIENT)).isEmpty();
        assertThat(policy.afterNothing(failure, 0, PATIENT)).isEmpty();
    }

    @Test
    void repeatsAnAttemptOnAStaleConnectionAtOnceUnlessThereWereMany() {
        UpstreamFailure stale = new UpstreamFailure(Kind.STALE, "x");

        assertThat(policy.afterNothing(stale, 0, PATIENT)).contains(Duration.ZERO);
        assertThat(policy.afterNothing(stale, 4, PATIENT)).contains(Duration.ZERO);
        assertThat(policy.afterNothing(stale, 5, PATIENT)).isEmpty();
        assertThat(policy.afterFailure(1, 0, stale, PATIENT)).contains(Duration.ofMillis(250));
        assertThat(policy.afterNothing(unreachable(), 0, PATIENT)).isEmpty();
    }

    @Test
    void backsOffBeforeItRepeatsAnAttemptThatWasTurnedAway() {
        UpstreamFailure turnedAway = new UpstreamFailure(Kind.TURNED_AWAY, "x");

        assertThat(policy.afterNothing(turnedAway, 0, PATIENT)).contains(Duration.ofMillis(250));
        assertThat(policy.afterNothing(turnedAway, 4, PATIENT)).contains(Duration.ofSeconds(4));
        assertThat(policy.afterNothing(turnedAway, 5, PATIENT)).isEmpty();
        assertThat(policy.afterNothing(turnedAway, 0, Duration.ofMillis(250))).isEmpty();
        assertThat(policy.afterFailure(1, 0, turnedAway, PATIENT)).contains(Duration.ofMillis(250));
        assertThat(policy.afterFailure(1, 5, turnedAway, PATIENT)).contains(Duration.ofSeconds(4));
    }

    @Test
    void readsHowLongTheClientWaits() {
        Headers headers = new Headers(List.of(new Header("X-Stainless-Read-Timeout", "600")));

        assertThat(ClientPatience.left(headers, Duration.ofSeconds(599))).isEqualTo(Duration.ofSeconds(1));
        Headers other = new Headers(List.of(new Header("x-stainless-timeout", "30.5")));
        assertThat(ClientPatience.left(other, Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(500));
        Headers both = other.with("x-stainless-read-timeout", "600");
        assertThat(ClientPatience.left(both, Duration.ZERO)).isEqualTo(Duration.ofMinutes(10));
        assertThat(ClientPatience.left(Headers.NONE, Duration.ofHours(1))).isGreaterThan(Duration.ofDays(300));
    }

    private static RetryPolicy policy(int attempts, double dice) {
        return new RetryPolicy(
                new RetrySettings(attempts, Set.of(429, 502, 503, 529), Duration.ofSeconds(20)), NOON, () -> dice);
    }

    private static ResponseHead answer(int status, Header... headers) {
        return new ResponseHead(status, new Headers(List.of(headers)));
    }

    private static UpstreamFailure unreachable() {
        return new UpstreamFailure(Kind.UNREACHABLE, "x");
    }
}
