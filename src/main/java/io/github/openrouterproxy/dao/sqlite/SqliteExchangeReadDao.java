package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Extremes;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.dao.sqlite.ListWalk.Patience;
import io.github.openrouterproxy.dao.sqlite.rollup.CallCount;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.dao.sqlite.search.Finding;
import io.github.openrouterproxy.dao.sqlite.search.FoundPage;
import io.github.openrouterproxy.dao.sqlite.search.IndexDamage;
import io.github.openrouterproxy.dao.sqlite.search.NearestHits;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.dao.sqlite.table.Courtesy;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool.Question;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds exchanges through the pool. Any thread. */
final class SqliteExchangeReadDao implements ExchangeReadDao {
    private static final String COUNT_ALL = "SELECT exchanges FROM totals";
    private static final String COUNT = "SELECT count(*) FROM exchanges e %s";

    /** Pages through the ids alone; only the rows of the page are read whole. */
    private static final String LIST = """
            SELECT * FROM exchanges WHERE id IN (
              SELECT e.id FROM exchanges e %s ORDER BY e.id DESC LIMIT ? OFFSET ?)
            ORDER BY id DESC
            """;

    private static final String FIND = """
            SELECT e.*, q.headers AS request_headers, q.body AS request_body, q.sha256 AS request_sha256,
              q.key_id AS request_key_id, r.key_id AS response_key_id,
              r.headers AS response_headers, r.body AS response_body, r.sha256 AS response_sha256,
              r.piece_count, r.pieces, r.attempts AS attempts_made
            FROM exchanges e
            LEFT JOIN request_contents q ON q.id = e.id
            LEFT JOIN response_contents r ON r.id = e.id
            %s
            """;

    /** An exchange is shown at once, whether its neighbours are known or not. */
    private static final Duration STEP = Duration.ofNanos(1_500_000);

    private final ReadPool pool;
    private final ChangeCounter changes;
    private final SearchText searchText;
    private final IndexDamage damage;
    private final BodySeal seal;
    private final Patience patience;

    SqliteExchangeReadDao(
            ReadPool pool, ChangeCounter changes, SearchText searchText, IndexDamage damage, BodySeal seal) {
        this(pool, changes, searchText, damage, seal, Patience.USUAL);
    }

    SqliteExchangeReadDao(
            ReadPool pool,
            ChangeCounter changes,
            SearchText searchText,
            IndexDamage damage,
            BodySeal seal,
            Patience patience) {
        this.patience = patience;
        this.seal = seal;
        this.pool = pool;
        this.changes = changes;
        this.searchText = searchText;
        this.damage = damage;
    }

    @Override
    public Page<ExchangeSummary> list(Scope scope, ExchangeFilter filter, PageRequest page) {
        Conditions conditions = Conditions.of(scope, filter);
        String search = filter.search();
        if (search != null && !search.isEmpty()) {
            return found(conditions, Conditions.rangeOf(scope, filter), search, page);
        }
        boolean indexed = filter.status() instanceof StatusFilter.InFlight
                || conditions.equals(Conditions.rangeOf(scope, filter));
        if (!indexed) {
            return walked(scope, filter, page);
        }
        return pool.ask(
                "list exchanges",
                connection -> new Page<>(
                        rows(connection, conditions, page), count(connection, conditions), page.number(), page.size()));
    }

    @Override
    public Optional<Exchange> find(Scope scope, ExchangeId id) {
        Conditions conditions = Conditions.of(scope).and("e.id = ?", id.value());
        return pool.ask("find an exchange", connection -> {
            try (PreparedStatement statement = prepare(connection, FIND, conditions)) {
                conditions.bind(statement);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(Rows.exchange(row, seal)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public Neighbours neighbours(Scope scope, ExchangeFilter filter, ExchangeId id) {
        String search = filter.search();
        if (search == null || search.isEmpty()) {
            return pool.ask("find neighbours", connection -> new NeighbourQuery(connection, scope, filter).run(id));
        }
        Conditions conditions = Conditions.of(scope, filter);
        return searching("find neighbours", connection -> {
            try (NearestHits hits = new NearestHits(connection, searchText, conditions, search, id, STEP)) {
                return hits.look();
            }
        });
    }

    @Override
    public Extremes extremes(Scope scope, ExchangeFilter filter) {
        Conditions conditions = Conditions.of(scope, filter);
        return pool.ask(
                "look for extremes",
                connection -> inSnapshot(connection, of -> new ExtremesQuery(of, conditions).run()));
    }

    @Override
    public long version() {
        return changes.version();
    }

    private Page<ExchangeSummary> walked(Scope scope, ExchangeFilter filter, PageRequest page) {
        ExchangeId before = page.before();
        long behind = before == null ? (page.number() - 1L) * page.size() : 0;
        ListWalk walk = walked(new ListWalk(scope, filter, before, behind, page.size(), patience));
        // Behind a cursor the page says nothing of what comes before it.
        ListWalk counted = before == null ? walk : walked(new ListWalk(scope, filter, null, 0, 0, patience));
        OptionalLong total = counted.isLowerBound() ? kept(scope, filter) : OptionalLong.of(counted.found());
        return pool.ask(
                "read what was listed",
                connection -> new Page<>(
                        Rows.summaries(connection, walk.ids()),
                        total.orElse(counted.found()),
                        total.isEmpty(),
                        page.number(),
                        page.size(),
                        walk.stoppedAt()));
    }

    private ListWalk walked(ListWalk walk) {
        Courtesy courtesy = pool.courtesy();
        boolean ended = false;
        while (!ended) {
            ended = pool.ask("list exchanges", connection -> walk.lookOn(connection, courtesy));
        }
        return walk;
    }

    /** How many match, as the figures know it. */
    private OptionalLong kept(Scope scope, ExchangeFilter filter) {
        return pool.ask("count exchanges", connection -> inSnapshot(connection, of -> CallCount.of(of, scope, filter)));
    }

    private static List<ExchangeSummary> rows(Connection connection, Conditions all, PageRequest page)
            throws SQLException {
        ExchangeId before = page.before();
        Conditions conditions = before == null ? all : all.and("e.id < ?", before.value());
        long offset = before == null ? (page.number() - 1L) * page.size() : 0;
        try (PreparedStatement statement = prepare(connection, LIST, conditions)) {
            int next = conditions.bind(statement);
            statement.setInt(next, page.size());
            statement.setLong(next + 1, offset);
            try (ResultSet rows = statement.executeQuery()) {
                return Rows.summaries(rows);
            }
        }
    }

    private Page<ExchangeSummary> found(Conditions all, Conditions range, String search, PageRequest page) {
        ExchangeId before = page.before();
        long behind = before == null ? (page.number() - 1L) * page.size() : 0;
        // Behind a cursor the page says nothing of what comes before it, and who goes on has waited there already.
        Conditions older = before == null ? all : all.and("e.id < ?", before.value());
        Conditions olderRange = before == null ? range : range.and("e.id < ?", before.value());
        FoundPage found = found(older, olderRange, search, behind, page.size(), patience.looking());
        FoundPage counted = before == null ? found : found(all, range, search, 0, 1, patience.counting());
        return pool.ask(
                "read what was found",
                connection -> new Page<>(
                        Rows.summaries(connection, found.ids()),
                        Math.max(counted.total(), found.total()),
                        counted.totalIsLowerBound(),
                        page.number(),
                        page.size(),
                        found.stoppedAt()));
    }

    private FoundPage found(Conditions all, Conditions range, String search, long behind, int size, Duration longest) {
        SearchText texts = pool.courtesy().before(searchText);
        Finding finding = new Finding(texts, all, range, search, behind, size, longest, patience.slice());
        boolean whole = false;
        while (!whole) {
            whole = searching("search exchanges", finding::lookOn);
        }
        return finding.page();
    }

    /** In one snapshot. */
    private <T> T searching(String what, Question<T> question) {
        return damage.surviving(() -> pool.ask(what, connection -> inSnapshot(connection, question)));
    }

    private static <T> T inSnapshot(Connection connection, Question<T> question) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return question.askedOf(connection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static long count(Connection connection, Conditions conditions) throws SQLException {
        try (PreparedStatement statement = prepare(connection, conditions.areNone() ? COUNT_ALL : COUNT, conditions)) {
            conditions.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, String query, Conditions conditions)
            throws SQLException {
        return connection.prepareStatement(query.formatted(conditions.where()));
    }
}
