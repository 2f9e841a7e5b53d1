package io.github.openrouterproxy.monitor.inspect;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.RowView;
import io.github.openrouterproxy.monitor.views.Ui;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One exchange.
 *
 * @param row what its row in a list says too
 * @param facts that are known
 * @param failure in a sentence; null when it did not fail
 * @param redacted says from what parts something was taken before they were stored; null when nothing was
 * @param liveHref where to ask how it goes on; null when it has ended
 * @param newer and {@code older}: the ways to its neighbours within the filter it was reached by
 */
public record ExchangeView(
        RowView row,
        @Nullable String provider,
        @Nullable String finishReason,
        @Nullable String failure,
        @Nullable String redacted,
        TimelineView timeline,
        List<FactView> facts,
        boolean answered,
        List<Header> requestHeaders,
        List<Header> responseHeaders,
        BodyView request,
        BodyView response,
        String listHref,
        @Nullable String liveHref,
        WayView newer,
        WayView older) {
    /**
     * @param href null where it leads nowhere
     * @param known whether it is known where it leads
     */
    public record WayView(@Nullable String href, boolean known) {
        static WayView to(Neighbour neighbour, Ui ui, Query filter) {
            ExchangeId id = neighbour.id();
            return new WayView(id == null ? null : ui.url(filter.on("/requests/" + id)), neighbour.known());
        }
    }

    /** A figure and its name. */
    public record FactView(String label, Amount value) {}

    public static ExchangeView of(Exchange exchange, Neighbours neighbours, Ui ui, Query filter) {
        RowView row =
                RowView.of(List.of(ExchangeSummary.of(exchange)), ui, filter).get(0);
        Optional<ResponseHead> response = Optional.ofNullable(exchange.response());
        return new ExchangeView(
                row,
                exchange.understanding().provider(),
                exchange.understanding().finishReason(),
                FailureSentence.of(exchange, ui),
                redacted(exchange, ui),
                TimelineView.of(exchange, ui),
                facts(exchange, ui),
                response.isPresent(),
                exchange.request().headers().lines(),
                response.map(ResponseHead::headers).orElse(Headers.NONE).lines(),
                BodyView.of(source(exchange, ui, true), 0),
                BodyView.of(source(exchange, ui, false), 0),
                ui.url(filter.on("/requests")),
                row.running() ? ui.url(filter.with("live", progress(exchange)).on("/requests/" + row.id())) : null,
                WayView.to(neighbours.newer(), ui, filter),
                WayView.to(neighbours.older(), ui, filter));
    }

    /** Marks how far an exchange has come: another mark, another view. */
    public static String progress(Exchange exchange) {
        return Integer.toHexString(ExchangeSummary.of(exchange).hashCode());
    }

    /** The memory that showing both bodies may take, at most. */
    public static long memory(Exchange exchange) {
        Headers responseHeaders = Optional.ofNullable(exchange.response())
                .map(ResponseHead::headers)
                .orElse(Headers.NONE);
        return ReadableBody.memory(exchange.requestBody(), exchange.request().headers())
                + ReadableBody.memory(exchange.responseBody(), responseHeaders);
    }

    /** One of the two bodies of an exchange. */
    public static BodyView.Source source(Exchange exchange, Ui ui, boolean ofRequest) {
        String path = "/requests/" + exchange.id() + (ofRequest ? "/request-body" : "/response-body");
        Headers responseHeaders = Optional.ofNullable(exchange.response())
                .map(ResponseHead::headers)
                .orElse(Headers.NONE);
        return new BodyView.Source(
                ofRequest ? exchange.requestBody() : exchange.responseBody(),
                ofRequest ? exchange.request().headers() : responseHeaders,
                ofRequest ? Pieces.NONE : exchange.pieces(),
                ui.url(path),
                ui.url("/api" + path));
    }

    private static @Nullable String redacted(Exchange exchange, Ui ui) {
        if (exchange.redacted().isEmpty()) {
            return null;
        }
        String parts = exchange.redacted().stream()
                .sorted()
                .map(part -> ui.text("redacted." + part.text()))
                .collect(Collectors.joining(ui.text("redacted.and")));
        return ui.text("exchange.redacted", parts);
    }

    private static List<FactView> facts(Exchange exchange, Ui ui) {
        TokenUsage usage = exchange.understanding().usage();
        List<FactView> facts = new ArrayList<>();
        boolean running = exchange.state() == ExchangeState.IN_FLIGHT;
        facts.add(fact(
                ui,
                "duration",
                running ? Amount.UNKNOWN : Units.time(exchange.timing().finished())));
        facts.add(fact(ui, "firstToken", Units.time(exchange.understanding().firstToken())));
        facts.add(fact(ui, "speed", speed(exchange, ui)));
        facts.add(fact(ui, "prompt", Units.count(usage.prompt())));
        facts.add(fact(ui, "cached", Units.count(usage.cached())));
        facts.add(fact(ui, "cacheWrite", Units.count(usage.cacheWrite())));
        facts.add(fact(ui, "completion", Units.count(usage.completion())));
        facts.add(fact(ui, "reasoning", Units.count(usage.reasoning())));
        facts.add(fact(ui, "total", Units.count(usage.total())));
        facts.add(fact(ui, "cost", Units.dollars(usage.costNanos())));
        facts.add(fact(ui, "sent", Units.bytes(exchange.requestBody().length())));
        facts.add(fact(ui, "received", Units.bytes(exchange.responseBody().length())));
        return facts.stream().filter(fact -> fact.value().known()).toList();
    }

    private static FactView fact(Ui ui, String name, Amount value) {
        return new FactView(ui.text("fact." + name), value);
    }

    /** Output tokens per second of streaming. */
    private static Amount speed(Exchange exchange, Ui ui) {
        Long tokens = exchange.understanding().usage().completion();
        Duration first = exchange.understanding().firstToken();
        Duration last = exchange.timing().lastPiece();
        if (tokens == null || first == null || last == null || last.compareTo(first) <= 0) {
            return Amount.UNKNOWN;
        }
        long perSecond = Math.round(tokens * 1e9 / last.minus(first).toNanos());
        Amount count = Units.count(perSecond);
        return new Amount(ui.text("fact.speed.value", count.text()), ui.text("fact.speed.value", count.exact()));
    }
}
