package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.dao.sqlite.rollup.FigureWalk.Target;
import io.github.openrouterproxy.dao.sqlite.rollup.Tally.Sum;
import io.github.openrouterproxy.dao.sqlite.search.TextSearch;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.dao.sqlite.table.Micros;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import io.github.openrouterproxy.exchange.ApiKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures out of the rollups, in one look at the database each; out of the exchanges where a filter asks for what the
 * rollups do not keep apart. Any thread.
 */
public final class SqliteStatsDao implements StatsDao {
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final long LONGEST_SEARCH = Duration.ofSeconds(5).toNanos();
    private static final String FIRST_SEEN =
            "SELECT received_us FROM exchanges WHERE user_fingerprint = ? ORDER BY id LIMIT 1";
    private static final String LAST_SEEN =
            "SELECT received_us FROM exchanges WHERE user_fingerprint = ? ORDER BY id DESC LIMIT 1";

    private final ReadPool pool;
    private final SearchText searchText;

    public SqliteStatsDao(ReadPool pool, SearchText searchText) {
        this.pool = pool;
        this.searchText = searchText;
    }

    @Override
    public Stats stats(Scope scope, ExchangeFilter filter, Instant now) {
        return looking(connection -> {
            Tally all = new Tally();
            boolean complete = add(connection, scope, filter, Width.DAY, (second, series) -> all);
            Tally recent = new Tally();
            add(connection, scope, since(filter, now.minus(RECENT)), Width.HOUR, (second, series) -> recent);
            return new Stats(Results.of(all), recent.sum(Sum.CALLS), complete);
        });
    }

    @Override
    public List<Bucket> series(Scope scope, ExchangeFilter filter, Duration width) {
        return looking(connection -> {
            Map<Long, Map<String, Tally>> buckets = new TreeMap<>();
            add(
                    connection,
                    scope,
                    filter,
                    Width.within(width),
                    (second, series) -> buckets.computeIfAbsent(
                                    Math.floorDiv(second, width.toSeconds()), none -> new HashMap<>())
                            .computeIfAbsent(Results.name(series), none -> new Tally()));
            List<Bucket> series = new ArrayList<>();
            buckets.forEach((number, models) -> {
                Tally all = new Tally();
                models.values().forEach(all::add);
                Instant start = Instant.ofEpochSecond(number * width.toSeconds());
                series.add(new Bucket(start, Results.of(all), Results.models(models)));
            });
            return series;
        });
    }

    @Override
    public List<ModelFigures> models(Scope scope, ExchangeFilter filter) {
        return looking(connection -> {
            Map<String, Tally> models = new HashMap<>();
            add(
                    connection,
                    scope,
                    filter,
                    Width.DAY,
                    (second, series) -> models.computeIfAbsent(Results.name(series), none -> new Tally()));
            return Results.models(models);
        });
    }

    @Override
    public List<UserFigures> users(Scope scope, ExchangeFilter filter) {
        return looking(connection -> {
            Map<String, ApiKey> keys = new HashMap<>();
            Map<String, Map<String, Tally>> users = new HashMap<>();
            add(connection, scope, filter, Width.DAY, (second, series) -> {
                ApiKey user = series.user();
                String fingerprint = user == null ? "" : user.fingerprint();
                if (user != null) {
                    keys.putIfAbsent(fingerprint, user);
                }
                return users.computeIfAbsent(fingerprint, none -> new HashMap<>())
                        .computeIfAbsent(Results.name(series), none -> new Tally());
            });
            return users(connection, keys, users);
        });
    }

    private static List<UserFigures> users(
            Connection connection, Map<String, ApiKey> keys, Map<String, Map<String, Tally>> users)
            throws SQLException {
        Map<String, Tally> sums = new HashMap<>();
        users.forEach((user, models) -> models.values().forEach(sums.computeIfAbsent(user, none -> new Tally())::add));
        List<Map.Entry<String, Tally>> sorted =
                sums.entrySet().stream().sorted(Results.byCalls()).toList();
        List<UserFigures> figures = new ArrayList<>();
        for (Map.Entry<String, Tally> user : sorted) {
            Map<String, Tally> models = users.getOrDefault(user.getKey(), Map.of());
            figures.add(new UserFigures(
                    keys.get(user.getKey()),
                    seen(connection, FIRST_SEEN, user.getKey()),
                    seen(connection, LAST_SEEN, user.getKey()),
                    (int) models.keySet().stream()
                            .filter(name -> !name.isEmpty())
                            .count(),
                    Results.of(user.getValue())));
        }
        return figures;
    }

    private static @Nullable Instant seen(Connection connection, String query, String user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, user);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Micros.instant(row.getLong(1)) : null;
            }
        }
    }

    /** @return whether everything was there to be added */
    private boolean add(Connection connection, Scope scope, ExchangeFilter filter, Width widest, Target target)
            throws SQLException {
        FigureWalk walk = new FigureWalk(connection, scope, target);
        if (FigureWalk.knows(filter)) {
            return walk.run(filter, widest);
        }
        Conditions all = Conditions.of(scope, filter);
        String search = filter.search();
        walk.rows(search == null || search.isEmpty() ? all : found(connection, all, search));
        return true;
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

    /** In one transaction, so that rollups and exchanges are of the same moment. */
    private <T> T looking(ReadPool.Question<T> question) {
        return pool.ask("take figures", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN");
                try {
                    return question.askedOf(connection);
                } finally {
                    statement.executeUpdate("ROLLBACK");
                }
            }
        });
    }

    private static ExchangeFilter since(ExchangeFilter filter, Instant instant) {
        Instant from = filter.from();
        return filter.between(from == null || from.isBefore(instant) ? instant : from, filter.to());
    }
}
