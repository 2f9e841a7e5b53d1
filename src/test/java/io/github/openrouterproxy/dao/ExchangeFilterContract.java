package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.NOON;
import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which exchanges a filter lets through, and that nobody sees another's. */
public abstract class ExchangeFilterContract extends DaoContract {
    private static final Scope ALICE = new Scope.OwnedBy("alice");
    private static final Scope NOBODY = new Scope.OwnedBy("nobody");

    @Test
    void aTextIsFoundInUrlRequestAndResponse() {
        write(
                number(1).to("POST", "/Needle/x"),
                number(2).asking(text("a NEEDLE here")),
                number(3).answering(200, text("{\"needle\":1}")),
                number(4));

        assertThat(listed(EVERYONE, Filters.search("needle")))
                .containsExactly(number(3).id(), number(2).id(), number(1).id());
    }

    @Test
    void chineseIsFoundAtAnyLength() {
        write(number(1).asking(text("今天天气很好")), number(2).asking(text("明天下雨")));

        assertThat(listed(EVERYONE, Filters.search("气")))
                .containsExactly(number(1).id());
        assertThat(listed(EVERYONE, Filters.search("天天")))
                .containsExactly(number(1).id());
        assertThat(listed(EVERYONE, Filters.search("天"))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%",
                "%",
                "a_b",
                "_",
                "\\",
                "\\%",
                "'",
                "''",
                "\"",
                "*",
                "?",
                "[a]",
                "'; DROP TABLE exchanges; --",
                "%%",
                "\u0000",
                "a\u0000b",
                "\n",
                "\uD83D\uDE00"
            })
    void everyCharacterOfASearchIsLiteral(String hostile) {
        write(
                number(1).asking(text("before " + hostile + " after")),
                number(2).asking(text("aXb 100 none of it")).answering(200, Body.EMPTY));

        assertThat(listed(EVERYONE, Filters.search(hostile)))
                .containsExactly(number(1).id());
    }

    @Test
    void aTextOfVeryManyDifferentCharactersIsFoundAmongOthers() {
        write(number(1), number(2).asking(text(noise() + " the needle " + noise())), number(3));

        assertThat(listed(EVERYONE, Filters.search("The NEEDLE")))
                .containsExactly(number(2).id());
        assertThat(listed(EVERYONE, Filters.search("no needle"))).isEmpty();
    }

    private static String noise() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(100_000, 0x4E00, 0x9FA5).forEach(noise::appendCodePoint);
        return noise.toString();
    }

    @Test
    void textBehindBytesThatAreNoneIsFound() {
        byte[] audio = "--boundary \u0000\u0001 binary \u00ff then MODEL whisper".getBytes(StandardCharsets.ISO_8859_1);
        write(number(1).asking(Body.whole(audio)), number(2));

        assertThat(listed(EVERYONE, Filters.search("model Whisper")))
                .containsExactly(number(1).id());
    }

    @Test
    void aVeryLongTextIsFound() {
        String lengthy = "%_long".repeat(20_000);
        write(number(1).asking(text("x" + lengthy + "y")), number(2).asking(text(lengthy.substring(1))));

        assertThat(listed(EVERYONE, Filters.search(lengthy)))
                .containsExactly(number(1).id());
    }

    @Test
    void anEmptySearchLeavesTheCriterionOpen() {
        write(number(1));

        assertThat(listed(EVERYONE, Filters.search("")))
                .containsExactly(number(1).id());
    }

    @Test
    void aPathMatchesByItsLiteralBeginning() {
        write(
                number(1).to("GET", "/models"),
                number(2).to("GET", "/mod%ls"),
                number(3).to("GET", "/x/models"));

        assertThat(listed(EVERYONE, Filters.path("/mod"))).hasSize(2);
        assertThat(listed(EVERYONE, Filters.path("/mod%")))
                .containsExactly(number(2).id());
    }

    @Test
    void methodModelAndStreamMatchExactly() {
        Understanding streamed = new Understanding("a/b", null, true, null, null, TokenUsage.UNKNOWN);
        write(number(1), number(2).to("GET", "/models"), number(3).understoodAs(streamed));

        assertThat(listed(EVERYONE, Filters.method("GET")))
                .containsExactly(number(2).id());
        assertThat(listed(EVERYONE, Filters.model("a/b")))
                .containsExactly(number(3).id());
        assertThat(listed(EVERYONE, Filters.model("a/"))).isEmpty();
        assertThat(listed(EVERYONE, Filters.stream(true)))
                .containsExactly(number(3).id());
        assertThat(listed(EVERYONE, Filters.stream(false))).hasSize(2);
    }

    @Test
    void aStatusIsOneOrAHundredOrAFailureOrInFlight() {
        write(
                number(1),
                number(2).answering(404, Body.EMPTY),
                number(3).answering(429, Body.EMPTY),
                number(4).failing("upstream broke off"),
                number(5).inFlight());

        assertThat(listed(EVERYONE, Filters.status(new StatusFilter.Exactly(404))))
                .containsExactly(number(2).id());
        assertThat(listed(EVERYONE, Filters.status(new StatusFilter.HundredsOf(4))))
                .containsExactly(number(3).id(), number(2).id());
        assertThat(listed(EVERYONE, Filters.status(new StatusFilter.Failed())))
                .containsExactly(number(4).id(), number(3).id(), number(2).id());
        assertThat(listed(EVERYONE, Filters.status(new StatusFilter.InFlight())))
                .containsExactly(number(5).id());
        writer().markInterrupted();
        assertThat(listed(EVERYONE, Filters.status(new StatusFilter.Failed())))
                .contains(number(5).id());
    }

    @Test
    void aTimeSpanHasItsBeginningAndNotItsEnd() {
        write(number(1), number(2), number(3));

        assertThat(listed(EVERYONE, Filters.between(NOON.plusSeconds(2), NOON.plusSeconds(3))))
                .containsExactly(number(2).id());
        assertThat(listed(EVERYONE, Filters.between(NOON.plusSeconds(2).plusNanos(1_000), null)))
                .containsExactly(number(3).id());
        assertThat(listed(EVERYONE, Filters.between(Instant.MIN, Instant.MAX))).hasSize(3);
        assertThat(listed(EVERYONE, Filters.between(Instant.MAX, null))).isEmpty();
    }

    @Test
    void aLeastDurationLeavesOutWhatStillRuns() {
        write(number(1), number(2).lasting(Duration.ofSeconds(5)), number(3).inFlight());

        assertThat(listed(EVERYONE, Filters.lasting(Duration.ofSeconds(5))))
                .containsExactly(number(2).id());
        assertThat(listed(EVERYONE, Filters.lasting(Duration.ofSeconds(Long.MAX_VALUE))))
                .isEmpty();
    }

    @Test
    void everyCriterionMustHold() {
        write(number(1).by("alice"), number(2).by("bob"), number(3).by("alice").to("GET", "/models"));
        ExchangeFilter both = new ExchangeFilter("answer", "alice", "POST", null, null, null, null, null, null, null);

        assertThat(listed(EVERYONE, both)).containsExactly(number(1).id());
    }

    @Test
    void aUserSeesOnlyTheirOwnWhateverTheyAskFor() {
        write(
                number(1).by("alice"),
                number(2).by("bob"),
                number(3).by(null),
                number(4).by("bob"));
        ExchangeId bobs = new ExchangeId(number(2).id());

        assertThat(listed(ALICE, ExchangeFilter.ALL)).containsExactly(number(1).id());
        assertThat(exchanges().list(ALICE, ExchangeFilter.ALL, FIRST_PAGE).totalCount())
                .isEqualTo(1);
        assertThat(listed(ALICE, Filters.user("bob"))).isEmpty();
        assertThat(listed(ALICE, Filters.search("answer")))
                .containsExactly(number(1).id());
        assertThat(exchanges().find(ALICE, bobs)).isEmpty();
        assertThat(exchanges().find(new Scope.OwnedBy("bob"), bobs)).isPresent();
        assertThat(exchanges().neighbours(ALICE, ExchangeFilter.ALL, bobs))
                .isEqualTo(new Neighbours(
                        Neighbour.NONE, Neighbour.of(new ExchangeId(number(1).id()))));
        assertThat(stats().stats(ALICE, ExchangeFilter.ALL, NOON).figures().total())
                .isEqualTo(1);
        assertThat(stats().stats(ALICE, Filters.user("bob"), NOON).figures().total())
                .isZero();
    }

    @Test
    void whoMadeNoCallSeesNothingNotEvenTheKeylessOnes() {
        write(number(1).by(null), number(2).by("alice"));

        for (Scope scope : List.of(NOBODY, new Scope.OwnedBy(""), new Scope.OwnedBy("' OR 1=1 --"))) {
            assertThat(listed(scope, ExchangeFilter.ALL)).isEmpty();
            assertThat(listed(scope, Filters.search("question"))).isEmpty();
            assertThat(exchanges().find(scope, new ExchangeId(number(1).id()))).isEmpty();
            assertThat(stats().stats(scope, ExchangeFilter.ALL, NOON).figures().total())
                    .isZero();
        }
    }
}
