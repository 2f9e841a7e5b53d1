package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
              r.headers AS response_headers, r.body AS response_body, r.sha256 AS response_sha256,
              r.piece_count, r.pieces, r.attempts AS attempts_made
            FROM exchanges e
            LEFT JOIN request_contents q ON q.id = e.id
            LEFT JOIN response_contents r ON r.id = e.id
            %s
            """;

    private static final String NEWER = "SELECT e.id FROM exchanges e %s ORDER BY e.id LIMIT 1";
    private static final String OLDER = "SELECT e.id FROM exchanges e %s ORDER BY e.id DESC LIMIT 1";

    private final ReadPool pool;
    private final ChangeCounter changes;

    SqliteExchangeReadDao(ReadPool pool, ChangeCounter changes) {
        this.pool = pool;
        this.changes = changes;
    }

    @Override
    public Page<ExchangeSummary> list(Scope scope, ExchangeFilter filter, PageRequest page) {
        Conditions conditions = Conditions.of(scope, filter);
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
                    return row.next() ? Optional.of(Rows.exchange(row)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public Neighbours neighbours(Scope scope, ExchangeFilter filter, ExchangeId id) {
        Conditions conditions = Conditions.of(scope, filter);
        return pool.ask(
                "find neighbours",
                connection -> new Neighbours(
                        neighbour(connection, NEWER, conditions.and("e.id > ?", id.value())),
                        neighbour(connection, OLDER, conditions.and("e.id < ?", id.value()))));
    }

    @Override
    public long version() {
        return changes.version();
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

    private static long count(Connection connection, Conditions conditions) throws SQLException {
        try (PreparedStatement statement = prepare(connection, conditions.areNone() ? COUNT_ALL : COUNT, conditions)) {
            conditions.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static @Nullable ExchangeId neighbour(Connection connection, String query, Conditions conditions)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, query, conditions)) {
            conditions.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new ExchangeId(row.getLong(1)) : null;
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, String query, Conditions conditions)
            throws SQLException {
        return connection.prepareStatement(query.formatted(conditions.where()));
    }
}
