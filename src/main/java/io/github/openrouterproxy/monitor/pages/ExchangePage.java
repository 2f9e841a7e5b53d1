package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.monitor.access.BadParameterException;
import io.github.openrouterproxy.monitor.access.ExchangeQuery;
import io.github.openrouterproxy.monitor.inspect.BodyView;
import io.github.openrouterproxy.monitor.inspect.ExchangeView;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import io.github.openrouterproxy.monitor.views.Query;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /requests/{id}}: one exchange; and below it {@code /request-body} and {@code /response-body}: the whole text,
 * or with {@code from} the next piece of it for the page. A running one is asked for again and again with
 * {@code live}, the mark of what the page shows.
 */
final class ExchangePage implements Page {
    private static final Pattern PATH = Pattern.compile("/([0-9a-f]{16})(/request-body|/response-body)?");
    private static final Pattern OFFSET = Pattern.compile("\\d{1,9}");

    private final ExchangeReadDao exchanges;

    ExchangePage(ExchangeReadDao exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public Reply read(Visit visit) {
        Matcher path = PATH.matcher(visit.path());
        if (!path.matches()) {
            return Reply.Message.NOT_FOUND;
        }
        visit.seat().take();
        Optional<Exchange> found = ExchangeId.parse(path.group(1))
                .flatMap(id -> exchanges.find(visit.viewer().scope(), id));
        if (found.isEmpty()) {
            return Reply.Message.NOT_FOUND;
        }
        visit.seat().keep(ExchangeView.memory(found.get()));
        String part = path.group(2);
        return part == null ? whole(visit, found.get()) : body(visit, found.get(), part.equals("/request-body"));
    }

    private Reply whole(Visit visit, Exchange exchange) {
        String seen = visit.parameter("live");
        if (ExchangeView.progress(exchange).equals(seen)) {
            return new Reply.Unchanged();
        }
        ExchangeQuery query = ExchangeQuery.read(visit.parameters(), 1);
        Neighbours neighbours = exchanges.neighbours(visit.viewer().scope(), query.filter(), exchange.id());
        Query filter = Query.filterOf(visit.parameters());
        ExchangeView view = ExchangeView.of(exchange, neighbours, visit.ui(), filter);
        visit.seat()
                .lend(visit.viewer(), view.request().memory() + view.response().memory());
        return Reply.Show.page(seen == null ? "exchange" : "exchange-live", view);
    }

    private static Reply body(Visit visit, Exchange exchange, boolean ofRequest) {
        BodyView.Source source = ExchangeView.source(exchange, visit.ui(), ofRequest);
        String from = visit.parameter("from", "");
        if (!from.isEmpty()) {
            if (!OFFSET.matcher(from).matches()) {
                throw new BadParameterException("from", "a number of up to nine digits");
            }
            BodyView piece = BodyView.of(source, Integer.parseInt(from));
            visit.seat().lend(visit.viewer(), piece.memory());
            return Reply.Show.page("body-piece", piece);
        }
        ReadableBody readable = ReadableBody.of(source.body(), source.headers());
        String text = readable.text();
        if (text == null) {
            return Reply.Message.NOT_FOUND;
        }
        visit.seat().lend(visit.viewer(), (long) Character.BYTES * text.length());
        return new Reply.Plain(text, readable.cut() ? "\n…" : "");
    }
}
