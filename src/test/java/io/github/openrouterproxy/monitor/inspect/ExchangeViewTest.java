package io.github.openrouterproxy.monitor.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.monitor.SampleCalls;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.inspect.ExchangeView.WayView;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.Theme;
import io.github.openrouterproxy.monitor.views.Ui;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExchangeViewTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Ui UI = new Ui(
            "/llm",
            Texts.in(Language.ENGLISH),
            Theme.SYSTEM,
            new Viewer.Administrator("root"),
            "token",
            "/",
            NOW,
            name -> "/" + name);
    private static final List<Exchange> CALLS =
            SampleCalls.of(NOW, new ApiKey("a".repeat(32), "sk-a…aaaa"), new ApiKey("b".repeat(32), "sk-b…bbbb"));

    @Test
    void everyKindOfFailureIsToldInASentence() {
        Stream<String> sentences =
                CALLS.stream().map(call -> FailureSentence.of(call, UI)).filter(Objects::nonNull);

        assertThat(sentences)
                .containsExactly(
                        "The proxy was stopped while this call was running.",
                        "The upstream answered 429: Rate limit exceeded: free-models-per-min (3 attempts)",
                        "The upstream answered 200, then failed: Provider disconnected",
                        "No answer came from the upstream: Connection refused: openrouter.ai/104.18.2.115:443"
                                + " (3 attempts)",
                        "The client went away after 1.40 s.");
    }

    @Test
    void linksStayInTheContextAndInTheFilter() {
        Exchange call = CALLS.get(1);
        Neighbours neighbours =
                new Neighbours(Neighbour.NONE, Neighbour.of(CALLS.get(2).id()));

        ExchangeView view = ExchangeView.of(call, neighbours, UI, Query.NONE.with("model", "a b"));

        assertThat(view.older())
                .isEqualTo(new WayView("/llm/requests/" + CALLS.get(2).id() + "?model=a+b", true));
        assertThat(view.newer()).isEqualTo(new WayView(null, true));
        assertThat(view.listHref()).isEqualTo("/llm/requests?model=a+b");
        assertThat(view.response().downloadHref()).isEqualTo("/llm/api/requests/" + call.id() + "/response-body");
    }

    /** Decoded, or longer by what stands for what was taken out, it may be longer than what was sent. */
    @Test
    void howMuchOfABodyIsRecordedIsToldWhereItIsAPartOfWhatWasSent() {
        assertThat(recorded(new Body(new byte[169], 170, "00", true))).isEqualTo(Units.bytes(169));
        assertThat(recorded(new Body(new byte[170], 170, null, true))).isNull();
        assertThat(recorded(new Body(new byte[200], 170, null, true))).isNull();
    }

    private static @Nullable Amount recorded(Body body) {
        return BodyView.of(new BodyView.Source(body, Headers.NONE, Pieces.NONE, "/plain", "/download"), 0)
                .recorded();
    }

    @Test
    void whatIsNotKnownIsNotTakenForNone() {
        Neighbours neighbours = new Neighbours(Neighbour.NOT_KNOWN, Neighbour.NONE);

        ExchangeView view = ExchangeView.of(CALLS.get(1), neighbours, UI, Query.NONE);

        assertThat(view.newer()).isEqualTo(new WayView(null, false));
        assertThat(view.older()).isEqualTo(new WayView(null, true));
    }

    @Test
    void aLongBodyIsShownInPiecesThatMakeUpTheWhole() {
        String whole = ("line 你好 " + "x".repeat(70) + "\n").repeat(9000);
        Body body = Body.whole(whole.getBytes(StandardCharsets.UTF_8));
        StringBuilder shown = new StringBuilder();
        int from = 0;
        BodyView piece;
        do {
            piece = BodyView.of(new BodyView.Source(body, Headers.NONE, Pieces.NONE, "/plain", "/download"), from);
            assertThat(piece.text().length()).isBetween(1, BodyView.LATER_PIECE);
            shown.append(piece.text());
            from = shown.length();
        } while (piece.moreHref() != null);

        assertThat(shown.toString()).isEqualTo(whole);
    }

    @Test
    void aBodyOfWhichNothingWasRecordedIsNotTakenForBytesThatAreNoText() {
        Headers headers = Headers.NONE.with("Content-Type", "text/event-stream");
        Body lost = new Body(new byte[0], 400, null, true);

        BodyView view = BodyView.of(new BodyView.Source(lost, headers, Pieces.NONE, "/plain", "/download"), 0);

        assertThat(view.kind()).isEqualTo("lost");
        assertThat(view.size().text()).isEqualTo("400 B");
    }

    @Test
    void eventsBearTheTimeOfThePieceThatCompletedThem() {
        Headers headers = Headers.NONE.with("Content-Type", "text/event-stream");
        Body body = Body.whole("event: ping\ndata: 1\n\ndata: 2\n\ndata: 3\n\n".getBytes(StandardCharsets.UTF_8));
        Pieces pieces = Pieces.of(List.of(new Piece(1_500, 10), new Piece(20_000, 20)), 3);

        BodyView view = BodyView.of(new BodyView.Source(body, headers, pieces, "/plain", "/download"), 0);

        assertThat(view.kind()).isEqualTo("events");
        assertThat(view.events())
                .extracting(event -> event.at().text() + "|" + event.type() + "|" + event.data())
                .containsExactly("20 ms|ping|1", "20 ms||2", "–||3");
    }

    @Test
    void theEscapesOfAnEventAreReadable() {
        EventView event = new EventView(Amount.UNKNOWN, "", "{\"a\":[\"\\u4e16\\u754c\",1]}");

        assertThat(event.text()).isEqualTo("{ \"a\": [ \"世界\", 1 ] }");
        assertThat(new EventView(Amount.UNKNOWN, "", "[DONE]").text()).isEqualTo("[DONE]");
    }

    @Test
    void aPieceNeverEndsInsideACharacter() {
        assertThat(TextPart.of("ab😀cd", 0, 3)).isEqualTo(new TextPart("ab", 2, 4));
        assertThat(TextPart.of("ab😀cd", 99, 3)).isEqualTo(new TextPart("", 6, 0));
    }
}
