package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.Stats.Spread;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.sqlite.search.TextSearch;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.dao.sqlite.table.Micros;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Figures over the metadata, bodies unread unless they are searched. Any thread. */
final class SqliteStatsDao implements StatsDao {
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final double PERCENT = 100.0;

    /**
     * One pass over what matches, then all figures out of it. Percentiles are exact, by nearest rank: the smallest
     * value that at least so many percent of the values do not exceed.
     */
    private static final String STATS = """
            WITH matching AS MATERIALIZED (
              SELECT e.state, e.failed, e.received_us, e.finished_us, e.first_token_us, e.prompt_tokens,
                e.completion_tokens, e.total_tokens, e.cost_micros
              FROM exchanges e %s),
            counted AS (
              SELECT count(*) AS total,
                count(*) FILTER (WHERE state = 'in_flight') AS in_flight,
                count(*) FILTER (WHERE failed) AS failed,
                count(*) FILTER (WHERE state <> 'in_flight' AND NOT failed) AS succeeded,
                count(*) FILTER (WHERE received_us >= ?) AS recent,
                sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
                sum(total_tokens) AS total_tokens, sum(cost_micros) AS cost_micros
              FROM matching),
            durations AS (
              SELECT finished_us AS value, row_number() OVER (ORDER BY finished_us) AS rank, count(*) OVER () AS n
              FROM matching WHERE finished_us IS NOT NULL),
            first_tokens AS (
              SELECT first_token_us AS value, row_number() OVER (ORDER BY first_token_us) AS rank,
                count(*) OVER () AS n
              FROM matching WHERE first_token_us IS NOT NULL),
            duration_spread AS (
              SELECT CAST(round(avg(value)) AS INTEGER) AS duration_mean,
                min(value) FILTER (WHERE rank * 100 >= n * 50) AS duration_p50,
                min(value) FILTER (WHERE rank * 100 >= n * 95) AS duration_p95,
                min(value) FILTER (WHERE rank * 100 >= n * 99) AS duration_p99
              FROM durations),
            first_token_spread AS (
              SELECT CAST(round(avg(value)) AS INTEGER) AS first_token_mean,
                min(value) FILTER (WHERE rank * 100 >= n * 50) AS first_token_p50,
                min(value) FILTER (WHERE rank * 100 >= n * 95) AS first_token_p95,
                min(value) FILTER (WHERE rank * 100 >= n * 99) AS first_token_p99
              FROM first_tokens)
            SELECT * FROM counted, duration_spread, first_token_spread
            """;

    private static final long LONGEST_SEARCH = Duration.ofSeconds(5).toNanos();

    private final ReadPool pool;
    private final SearchText searchText;

    SqliteStatsDao(ReadPool pool, SearchText searchText) {
        this.pool = pool;
        this.searchText = searchText;
    }

    /** Those that bear a text; of a text that very many bear only the newest ones. */
    private Conditions found(Connection connection, Conditions all, String search) throws SQLException {
        long start = System.nanoTime();
        List<Long> ids = new ArrayList<>();
        try (TextSearch texts = TextSearch.indexed(connection, searchText, all, search)) {
            long id = texts.nextHit();
            while (id != TextSearch.NONE && System.nanoTime() - start < LONGEST_SEARCH) {
                ids.add(id);
                id = texts.nextHit();
            }
        }
        return all.and("e.id IN (SELECT value FROM json_each(?))", ids.toString());
    }

    @Override
    public Stats stats(Scope scope, ExchangeFilter filter, Instant now) {
        Conditions all = Conditions.of(scope, filter);
        String search = filter.search();
        return pool.ask("take figures", connection -> {
            Conditions conditions = search == null || search.isEmpty() ? all : found(connection, all, search);
            try (PreparedStatement statement = connection.prepareStatement(STATS.formatted(conditions.where()))) {
                int next = conditions.bind(statement);
                statement.setLong(next, Micros.of(now.minus(RECENT)));
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        throw new SQLException("no row of figures");
                    }
                    return stats(row);
                }
            }
        });
    }

    private static Stats stats(ResultSet row) throws SQLException {
        long total = row.getLong("total");
        long inFlight = row.getLong("in_flight");
        long ended = total - inFlight;
        return new Stats(
                total,
                inFlight,
                row.getLong("failed"),
                ended == 0 ? null : PERCENT * row.getLong("succeeded") / ended,
                row.getLong("recent"),
                spread(row, "duration"),
                spread(row, "first_token"),
                Rows.number(row, "prompt_tokens"),
                Rows.number(row, "completion_tokens"),
                Rows.number(row, "total_tokens"),
                Rows.number(row, "cost_micros"));
    }

    private static Spread spread(ResultSet row, String measure) throws SQLException {
        return new Spread(
                Rows.duration(row, measure + "_mean"),
                Rows.duration(row, measure + "_p50"),
                Rows.duration(row, measure + "_p95"),
                Rows.duration(row, measure + "_p99"));
    }
}
