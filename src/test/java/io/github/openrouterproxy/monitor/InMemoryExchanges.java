package io.github.openrouterproxy.monitor;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Extremes;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.Figures.Cost;
import io.github.openrouterproxy.dao.figures.Figures.Spread;
import io.github.openrouterproxy.dao.figures.Figures.Tokens;
import io.github.openrouterproxy.dao.figures.Listing;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The read side of a database that knows scopes, pages and the model filter; confined to one test. */
public final class InMemoryExchanges implements ExchangeReadDao, StatsDao, UserDao {
    private final List<Exchange> exchanges = new ArrayList<>();
    private long version;
    private int lists;
    private int patience = Integer.MAX_VALUE;

    public InMemoryExchanges(List<Exchange> exchanges) {
        exchanges.forEach(this::add);
    }

    public void add(Exchange exchange) {
        exchanges.add(exchange);
        exchanges.sort(Comparator.comparing(Exchange::id).reversed());
        version++;
    }

    /** Something changed, though nothing that is here. */
    public void touch() {
        version++;
    }

    /** How often a list was asked for. */
    public int lists() {
        return lists;
    }

    /** From now on a list is looked for among so many exchanges and no more. */
    public void lookAtMost(int exchangesAtMost) {
        patience = exchangesAtMost;
    }

    @Override
    public Page<ExchangeSummary> list(Scope scope, ExchangeFilter filter, PageRequest page) {
        lists++;
        ExchangeId before = page.before();
        List<Exchange> visible = exchanges.stream()
                .filter(exchange -> visible(exchange, scope))
                .filter(exchange -> before == null || exchange.id().compareTo(before) < 0)
                .toList();
        List<Exchange> seen = visible.subList(0, Math.min(patience, visible.size()));
        boolean whole = seen.size() == visible.size();
        List<ExchangeSummary> found = matching(seen, filter);
        List<ExchangeSummary> rows = found.stream()
                .skip(before == null ? (page.number() - 1L) * page.size() : 0)
                .limit(page.size())
                .toList();
        ExchangeId stoppedAt = whole || rows.size() == page.size()
                ? null
                : seen.get(seen.size() - 1).id();
        return new Page<>(rows, found.size(), !whole, page.number(), page.size(), stoppedAt);
    }

    @Override
    public Optional<Exchange> find(Scope scope, ExchangeId id) {
        return exchanges.stream()
                .filter(exchange -> exchange.id().equals(id) && visible(exchange, scope))
                .findFirst();
    }

    @Override
    public Neighbours neighbours(Scope scope, ExchangeFilter filter, ExchangeId id) {
        List<ExchangeId> ids =
                matching(scope, filter).stream().map(ExchangeSummary::id).toList();
        int at = ids.indexOf(id);
        return new Neighbours(
                at > 0 ? Neighbour.of(ids.get(at - 1)) : Neighbour.NONE,
                at + 1 < ids.size() ? Neighbour.of(ids.get(at + 1)) : Neighbour.NONE);
    }

    @Override
    public Extremes extremes(Scope scope, ExchangeFilter filter) {
        return new Extremes(List.of(), List.of(), true);
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Stats stats(Scope scope, ExchangeFilter filter, Instant now) {
        List<ExchangeSummary> rows = matching(scope, filter);
        long failed = rows.stream().filter(ExchangeSummary::failed).count();
        double rate = rows.isEmpty() ? 0 : 100.0 * (rows.size() - failed) / rows.size();
        Figures figures = new Figures(
                rows.size(),
                0,
                failed,
                0,
                rows.isEmpty() ? null : rate,
                Spread.NONE,
                Spread.NONE,
                Tokens.UNKNOWN,
                Cost.UNKNOWN,
                null);
        return new Stats(figures, 0, true);
    }

    @Override
    public Overview overview(Scope scope, ExchangeFilter filter, Duration width, Instant now) {
        return new Overview(stats(scope, filter, now).figures(), 0, true, List.of(), List.of(), List.of());
    }

    @Override
    public Listing<Bucket> series(Scope scope, ExchangeFilter filter, Duration width) {
        return new Listing<>(List.of(), true);
    }

    @Override
    public Listing<ModelFigures> models(Scope scope, ExchangeFilter filter) {
        return new Listing<>(List.of(), true);
    }

    @Override
    public Listing<UserFigures> users(Scope scope, ExchangeFilter filter) {
        return new Listing<>(List.of(), true);
    }

    @Override
    public Calls calls(String fingerprint) {
        List<Exchange> made = exchanges.stream()
                .filter(exchange -> owns(fingerprint, exchange))
                .toList();
        if (made.isEmpty()) {
            return Calls.NONE;
        }
        return made.stream().anyMatch(InMemoryExchanges::isCharged) ? Calls.CHARGED : Calls.FOR_NOTHING;
    }

    private static boolean isCharged(Exchange exchange) {
        ResponseHead response = exchange.response();
        Long tokens = exchange.understanding().usage().prompt();
        return response != null && response.status() < 400 && tokens != null && tokens > 0;
    }

    private List<ExchangeSummary> matching(Scope scope, ExchangeFilter filter) {
        return matching(
                exchanges.stream().filter(exchange -> visible(exchange, scope)).toList(), filter);
    }

    private static List<ExchangeSummary> matching(List<Exchange> among, ExchangeFilter filter) {
        return among.stream()
                .map(ExchangeSummary::of)
                .filter(row -> matches(filter.model(), row.model()))
                .toList();
    }

    private static boolean visible(Exchange exchange, Scope scope) {
        return !(scope instanceof Scope.OwnedBy owner) || owns(owner.fingerprint(), exchange);
    }

    private static boolean owns(String fingerprint, Exchange exchange) {
        return exchange.user() != null && exchange.user().fingerprint().equals(fingerprint);
    }

    private static boolean matches(@Nullable String wanted, @Nullable String model) {
        return wanted == null || wanted.equals(model);
    }
}
