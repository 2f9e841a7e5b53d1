package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.dao.UserDao.Calls;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writing, finding again, paging, removing. */
public abstract class ExchangeDaoContract extends DaoContract {
    @Test
    void whatWasWrittenIsFoundWhole() {
        Exchange written = rich();

        writer().write(List.of(written));

        assertThat(exchanges().find(EVERYONE, written.id()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(written);
    }

    @Test
    void theSlowestAndTheMostFrequentFailuresOfASpanAreFoundForWhoMaySeeThem() {
        Exchange slow = number(3).lasting(Duration.ofSeconds(9)).build();
        writer().write(List.of(
                number(1).lasting(Duration.ofSeconds(99)).build(),
                number(2).failing("broke off").build(),
                slow,
                number(4).failing("broke off").build(),
                number(5).answering(429, text("{}")).build(),
                number(6).by("bob").lasting(Duration.ofSeconds(20)).build(),
                number(7).by("bob").failing("bob's").build(),
                number(8).inFlight().build()));
        ExchangeFilter span = Filters.between(SampleExchange.NOON.plusSeconds(2), null);

        Extremes alice = exchanges().extremes(new Scope.OwnedBy("alice"), span);

        assertThat(alice.slowest().get(0).id()).isEqualTo(slow.id());
        assertThat(alice.slowest())
                .hasSize(4)
                .allMatch(row -> row.user() != null && row.user().fingerprint().equals("alice"));
        assertThat(alice.failures())
                .containsExactly(new Extremes.Failures(null, "broke off", 2), new Extremes.Failures(429, null, 1));
        assertThat(alice.complete()).isTrue();
        assertThat(exchanges().extremes(EVERYONE, span).failures()).hasSize(3);
    }

    @Test
    void onlyTheNewestOfVeryManyAreLookedAtForExtremes() {
        writer().write(List.of(number(0).lasting(Duration.ofSeconds(99)).build()));
        writer().write(IntStream.rangeClosed(1, Extremes.LOOKED_AT)
                .mapToObj(number -> number(number).asking(Body.EMPTY).build())
                .toList());

        Extremes extremes = exchanges().extremes(EVERYONE, ExchangeFilter.ALL);

        assertThat(extremes.complete()).isFalse();
        assertThat(extremes.slowest()).extracting(ExchangeSummary::duration).containsOnly(Duration.ofMillis(250));
    }

    @Test
    void nothingKnownStaysNothingKnown() {
        Exchange written = number(1).inFlight().by(null).asking(Body.EMPTY).build();

        writer().write(List.of(written));

        assertThat(exchanges().find(EVERYONE, written.id()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(written);
    }

    @Test
    void aRowOfTheListBearsWhatTheExchangeBears() {
        writer().write(List.of(rich()));

        ExchangeSummary row = exchanges()
                .list(EVERYONE, ExchangeFilter.ALL, FIRST_PAGE)
                .rows()
                .get(0);

        assertThat(row)
                .isEqualTo(new ExchangeSummary(
                        rich().id(),
                        SampleExchange.NOON,
                        ExchangeState.FINISHED,
                        "POST",
                        "https://openrouter.ai/api/v1/chat/completions?a=%20b",
                        "/chat/completions",
                        "openai/gpt-5",
                        true,
                        new ApiKey("f00d", "sk-or-…9f3c"),
                        200,
                        "a piece came late",
                        Duration.ofNanos(987_654_000),
                        Duration.ofMillis(120),
                        richUsage(),
                        2,
                        5_000_000_000L,
                        6,
                        true));
    }

    @Test
    void bytesThatAreNoTextComeBackAsTheyWere() {
        byte[] allBytes = new byte[512];
        IntStream.range(0, allBytes.length).forEach(i -> allBytes[i] = (byte) i);
        write(number(1).asking(Body.whole(allBytes)).answering(200, Body.whole(new byte[] {0})));

        assertThat(found(number(1).id()).requestBody().bytes()).isEqualTo(allBytes);
        assertThat(found(number(1).id()).responseBody().bytes()).containsExactly(0);
    }

    @Test
    void aTruncatedBodyMayEndWithinACharacter() {
        byte[] cut = {'a', (byte) 0xe4, (byte) 0xb8};
        write(number(1).answering(200, new Body(cut, 1000, "ab".repeat(32), true)));

        assertThat(found(number(1).id()).responseBody().bytes()).isEqualTo(cut);
    }

    @Test
    void anExchangeInFlightIsBroughtUpToDateWhenItEnds() {
        SampleExchange finished = number(1).asking(text("the whole question")).costing(10L, 20L);
        write(finished.inFlight().asking(text("the who")));

        write(finished);

        assertThat(found(finished.id())).usingRecursiveComparison().isEqualTo(finished.build());
        assertThat(writer().countEnded()).isEqualTo(1);
    }

    @Test
    void aTruncatedRequestGetsItsHashWhenItEnds() {
        byte[] head = {1, 2, 3};
        SampleExchange sample = number(1);
        write(sample.inFlight().asking(new Body(head, 3, null, true)));

        write(sample.asking(new Body(head, 900, "cd".repeat(32), true)));

        assertThat(found(sample.id()).requestBody().sha256()).isEqualTo("cd".repeat(32));
        assertThat(found(sample.id()).requestBody().length()).isEqualTo(900);
    }

    /** As long as it was when less of it had come, and without a hash. */
    @Test
    void aRequestFromWhichSomethingWasTakenIsBroughtUpToDateWhenItEnds() {
        SampleExchange sample = number(1).asking(text("{[REDACTED]"));
        writer().write(List.of(redacted(sample.inFlight())));

        writer().write(List.of(redacted(sample.asking(text("[REDACTED]}")))));

        assertThat(found(sample.id()).requestBody().bytes()).asString().isEqualTo("[REDACTED]}");
    }

    @Test
    void aBatchIsWrittenAllOrNothing() {
        List<Exchange> batch = new ArrayList<>(List.of(number(1).build()));
        batch.add(null);

        assertThatThrownBy(() -> writer().write(batch)).isInstanceOf(RuntimeException.class);

        assertThat(writer().countEnded()).isZero();
        write(number(2));
        assertThat(listed(EVERYONE, ExchangeFilter.ALL))
                .containsExactly(number(2).id());
    }

    @Test
    void ofARehearsalNothingStays() {
        write(number(1), number(2).inFlight());
        long version = exchanges().version();
        Stats figures = stats().stats(EVERYONE, ExchangeFilter.ALL, SampleExchange.NOON);
        List<Exchange> rehearsed = List.of(
                number(2).build(),
                number(3).by("nobody").inFlight().build(),
                number(3).by("nobody").build());

        writer().rehearse(rehearsed);

        assertThat(exchanges().version()).isEqualTo(version);
        assertThat(writer().countEnded()).isEqualTo(1);
        assertThat(writer().newestId()).isEqualTo(number(2).id());
        assertThat(found(number(2).id()).state()).isEqualTo(ExchangeState.IN_FLIGHT);
        assertThat(users().calls("nobody")).isEqualTo(Calls.NONE);
        assertThat(stats().stats(EVERYONE, ExchangeFilter.ALL, SampleExchange.NOON))
                .isEqualTo(figures);
        write(number(3), number(4));
        assertThat(writer().countEnded()).isEqualTo(3);
        assertThat(users().calls("nobody")).isEqualTo(Calls.NONE);
        write(number(5).by("nobody"));
        Stats ofOne = stats().stats(new Scope.OwnedBy("nobody"), ExchangeFilter.ALL, SampleExchange.NOON);
        assertThat(ofOne.figures().total()).isEqualTo(1);
    }

    @Test
    void whatWasInFlightIsMarkedInterrupted() {
        write(number(1), number(2).inFlight(), number(3).inFlight());

        assertThat(writer().markInterrupted()).isEqualTo(2);

        assertThat(found(number(1).id()).state()).isEqualTo(ExchangeState.FINISHED);
        assertThat(found(number(3).id()).state()).isEqualTo(ExchangeState.INTERRUPTED);
        assertThat(found(number(3).id()).error()).isEqualTo("the proxy stopped while this call was running");
        assertThat(writer().markInterrupted()).isZero();
    }

    @Test
    void theNewestIdIsTheLargest() {
        assertThat(writer().newestId()).isZero();

        write(number(7), number(3));

        assertThat(writer().newestId()).isEqualTo(number(7).id());
    }

    @Test
    void pagesGoFromNewestToOldest() {
        IntStream.rangeClosed(1, 7).forEach(i -> write(number(i)));

        Page<ExchangeSummary> second = exchanges().list(EVERYONE, ExchangeFilter.ALL, new PageRequest(2, 3, null));

        assertThat(second.rows())
                .extracting(row -> row.id().value())
                .containsExactly(number(4).id(), number(3).id(), number(2).id());
        assertThat(second.totalCount()).isEqualTo(7);
        assertThat(second.lastNumber()).isEqualTo(3);
    }

    @Test
    void aPageBehindTheLastIsEmptyAndStillKnowsTheTotal() {
        write(number(1));

        Page<ExchangeSummary> page =
                exchanges().list(EVERYONE, ExchangeFilter.ALL, new PageRequest(Integer.MAX_VALUE, 200, null));

        assertThat(page.rows()).isEmpty();
        assertThat(page.totalCount()).isEqualTo(1);
    }

    @Test
    void aCursorContinuesBelowAnExchangeWhateverCameSince() {
        IntStream.rangeClosed(1, 5).forEach(i -> write(number(i)));
        PageRequest below = new PageRequest(9, 2, new ExchangeId(number(4).id()));

        Page<ExchangeSummary> page = exchanges().list(EVERYONE, ExchangeFilter.ALL, below);

        assertThat(page.rows())
                .extracting(row -> row.id().value())
                .containsExactly(number(3).id(), number(2).id());
        assertThat(page.totalCount()).isEqualTo(5);
    }

    @Test
    void neighboursAreTheNearestThatMatch() {
        write(number(1), number(2).failing("x"), number(3), number(4).failing("x"), number(5));
        ExchangeFilter failed = Filters.status(new StatusFilter.Failed());
        ExchangeId third = new ExchangeId(number(3).id());

        assertThat(exchanges().neighbours(EVERYONE, failed, third))
                .isEqualTo(new Neighbours(neighbour(4), neighbour(2)));
        assertThat(exchanges()
                        .neighbours(
                                EVERYONE,
                                ExchangeFilter.ALL,
                                new ExchangeId(number(5).id())))
                .isEqualTo(new Neighbours(Neighbour.NONE, neighbour(4)));
    }

    private static Neighbour neighbour(int number) {
        return Neighbour.of(new ExchangeId(number(number).id()));
    }

    @Test
    void theVersionChangesWithEveryCommitAndOnlyThen() {
        long before = exchanges().version();

        assertThat(exchanges().version()).isEqualTo(before);
        write(number(1));
        long after = exchanges().version();

        assertThat(after).isNotEqualTo(before);
        assertThat(exchanges().version()).isEqualTo(after);
    }

    @Test
    void theOldestAreRemovedButNoneInFlight() {
        write(number(1), number(2).inFlight(), number(3), number(4));

        assertThat(writer().deleteOldest(2)).isEqualTo(2);

        assertThat(listed(EVERYONE, ExchangeFilter.ALL))
                .containsExactly(number(4).id(), number(2).id());
        assertThat(found(number(2).id()).requestBody().bytes())
                .isEqualTo(number(2).requestBody().bytes());
        assertThat(writer().countEnded()).isEqualTo(1);
    }

    @Test
    void noMoreAreRemovedThanThereAre() {
        IntStream.rangeClosed(1, 450).forEach(i -> write(number(i)));

        assertThat(writer().deleteOldest(410)).isEqualTo(410);
        assertThat(writer().deleteOldest(1000)).isEqualTo(40);
        assertThat(writer().countEnded()).isZero();
    }

    @Test
    void theOldestAreWeighedByTheBodiesThatTheyHave() {
        write(
                number(1).asking(text("a".repeat(100))).answering(200, text("b".repeat(50))),
                number(2).asking(text("a".repeat(9000))).inFlight(),
                number(3).asking(Body.EMPTY).answering(200, text("b".repeat(150))),
                number(4).asking(text("a")).answering(200, Body.EMPTY));

        assertThat(writer().oldestWithin(1, 10)).isEqualTo(1);
        assertThat(writer().oldestWithin(299, 10)).isEqualTo(1);
        assertThat(writer().oldestWithin(300, 10)).isEqualTo(2);
        assertThat(writer().oldestWithin(300, 1)).isEqualTo(1);
        assertThat(writer().oldestWithin(301, 10)).isEqualTo(10);
    }

    @Test
    void whatIsCutIsWeighedByWhatIsLeftOfIt() {
        Body cut = new Body(new byte[50], 5_000_000, "ab", true);
        write(
                number(1).asking(cut).answering(200, cut),
                number(2).asking(Body.EMPTY).answering(200, cut));

        assertThat(writer().oldestWithin(149, 10)).isEqualTo(1);
        assertThat(writer().oldestWithin(150, 10)).isEqualTo(10);
    }

    @Test
    void onlyOlderOnesAreRemovedIfSoAsked() {
        write(number(1), number(2), number(3).inFlight(), number(4), number(5));

        assertThat(writer().deleteOlderThan(new ExchangeId(number(4).id()), 1)).isEqualTo(1);
        assertThat(writer().deleteOlderThan(new ExchangeId(number(4).id()), 200))
                .isEqualTo(1);

        assertThat(listed(EVERYONE, ExchangeFilter.ALL))
                .containsExactly(number(5).id(), number(4).id(), number(3).id());
    }

    @Test
    void removingGivesRoomBack() {
        IntStream.rangeClosed(1, 200).forEach(i -> write(number(i)));
        long full = writer().usedBytes();

        assertThat(writer().deleteOldest(200)).isEqualTo(200);

        assertThat(writer().usedBytes()).isBetween(1L, full - 1);
    }

    @Test
    void aUserIsKnownOnceACallWasMadeAndProvenOnceTheUpstreamCountedTokens() {
        assertThat(users().calls("alice")).isEqualTo(Calls.NONE);

        write(
                number(1).by("alice").costing(7L, null).answering(401, text("{}")),
                number(2).by("bob").costing(7L, null));

        assertThat(users().calls("alice")).isEqualTo(Calls.FOR_NOTHING);
        assertThat(users().calls("ALICE")).isEqualTo(Calls.NONE);
        assertThat(users().calls("' OR 1=1 --")).isEqualTo(Calls.NONE);

        write(number(3).by("alice").costing(7L, null), number(4).by("alice"));

        assertThat(users().calls("alice")).isEqualTo(Calls.CHARGED);
    }

    private static Exchange rich() {
        Headers headers = new Headers(List.of(
                new Header("X-Twice", "1"), new Header("x-twice", "\"quoted\" \\ \u00e9\t"), new Header("Empty", "")));
        return new Exchange(
                ExchangeId.atOrAfter(SampleExchange.NOON),
                ExchangeState.FINISHED,
                new RequestHead(
                        "POST", "https://openrouter.ai/api/v1/chat/completions?a=%20b", "/chat/completions", headers),
                "Bearer sk-or-…9f3c f00d",
                new ApiKey("f00d", "sk-or-…9f3c"),
                new Body("{\"q\":\"中文\"}".getBytes(StandardCharsets.UTF_8), 5_000_000_000L, "0f", true),
                new ResponseHead(200, headers.with("Content-Type", "text/event-stream")),
                Body.whole(new byte[] {(byte) 0x1f, (byte) 0x8b, 0, 1, 2, (byte) 0xff}),
                Pieces.of(List.of(new Piece(0, 1), new Piece(300, 127), new Piece(90_000_000_000L, 2_000_000)), 1234),
                new Timing(
                        SampleExchange.NOON,
                        Duration.ofNanos(1_000),
                        Duration.ofMillis(100),
                        Duration.ofMillis(101),
                        Duration.ofMillis(900),
                        Duration.ofNanos(987_654_000),
                        Duration.ofMillis(990)),
                List.of(
                        new Attempt(1, Duration.ZERO, null, "connection refused", Duration.ZERO),
                        new Attempt(2, Duration.ofMillis(50), 200, null, Duration.ofMillis(49))),
                "a piece came late",
                new Understanding(
                        "openai/gpt-5",
                        "openai/gpt-5:floor",
                        "OpenAI",
                        true,
                        Duration.ofMillis(120),
                        "stop",
                        "gen-1",
                        new ToolCalls(3, List.of("look_up", "天气\"")),
                        richUsage()),
                EnumSet.of(RedactedPart.URL, RedactedPart.RESPONSE_BODY));
    }

    private static TokenUsage richUsage() {
        Cost cost = new Cost(6_000_000_000L, 1L, 0L, 3L, Cost.Source.LOOKED_UP);
        return new TokenUsage(1L, 2L, 3L, 0L, 4L, 5L, 6L, 7L, 8L, 9L, cost);
    }

    private static Exchange redacted(SampleExchange sample) {
        Exchange all = sample.build();
        return new Exchange(
                all.id(),
                all.state(),
                all.request(),
                all.authorization(),
                all.user(),
                all.requestBody(),
                all.response(),
                all.responseBody(),
                all.pieces(),
                all.timing(),
                all.attempts(),
                all.error(),
                all.understanding(),
                EnumSet.of(RedactedPart.REQUEST_BODY));
    }
}
