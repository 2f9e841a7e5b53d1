package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Listing;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.dao.sqlite.rollup.FigureWalk.Target;
import io.github.openrouterproxy.dao.sqlite.rollup.Tally.Sum;
import io.github.openrouterproxy.dao.sqlite.search.IndexDamage;
import io.github.openrouterproxy.dao.sqlite.search.TextSearch;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.dao.sqlite.table.Courtesy;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Figures out of the rollups, in one look at the database each; out of the exchanges where a filter asks for what the
 * rollups do not keep apart. Any thread.
 */
public final class SqliteStatsDao implements StatsDao {
    private static final Duration RECENT = Duration.ofMinutes(10);
    /** It is one snapshot, and the write-ahead log grows meanwhile. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    /** So many that a search finds are added up together. */
    private static final int AT_ONCE = 500;

    /** @param until when what has to be looked for may take */
    private record Look(Connection connection, LongSupplier clock, long until, Courtesy courtesy) {
        /** After giving way, since it takes long. */
        boolean isOver() {
            courtesy.giveWay();
            return clock.getAsLong() - until >= 0;
        }
    }

    @FunctionalInterface
    private interface Looking<T> {
        T in(Look look) throws SQLException;
    }

    private final ReadPool pool;
    private final SearchText searchText;
    private final IndexDamage damage;
    private final Duration longestLook;
    private final LongSupplier clock;

    public SqliteStatsDao(ReadPool pool, SearchText searchText, IndexDamage damage) {
        this(pool, searchText, damage, LONGEST_LOOK, System::nanoTime);
    }

    /**
     * @param longestLook for what has to be looked for among the exchanges, whatever is asked for at once
     * @param clock in nanoseconds
     */
    public SqliteStatsDao(
            ReadPool pool, SearchText searchText, IndexDamage damage, Duration longestLook, LongSupplier clock) {
        this.pool = pool;
        this.searchText = searchText;
        this.damage = damage;
        this.longestLook = longestLook;
        this.clock = clock;
    }

    @Override
    public Stats stats(Scope scope, ExchangeFilter filter, Instant now) {
        return looking(filter, look -> {
            long recent = recent(look, scope, filter, now);
            Tally all = new Tally();
            boolean complete =
                    add(look, scope, filter, Width.DAY, Grain.MODEL, (second, series, found) -> found.addTo(all));
            return new Stats(Results.of(all), recent, complete);
        });
    }

    @Override
    public Overview overview(Scope scope, ExchangeFilter filter, Duration width, Instant now) {
        return looking(filter, look -> {
            long recent = recent(look, scope, filter, now);
            ByTime times = new ByTime(width);
            ByUser users = new ByUser();
            boolean complete = addTo(times, users, look, scope, filter, Width.within(width));
            Map<String, Tally> models = times.models();
            Tally all = new Tally();
            models.values().forEach(all::add);
            return new Overview(
                    Results.of(all),
                    recent,
                    complete,
                    times.series(),
                    Results.models(models),
                    scope instanceof Scope.OwnedBy ? users.owner(all) : users.figures());
        });
    }

    @Override
    public Listing<Bucket> series(Scope scope, ExchangeFilter filter, Duration width) {
        return looking(filter, look -> {
            ByTime times = new ByTime(width);
            boolean complete = add(look, scope, filter, Width.within(width), Grain.MODEL, times);
            return new Listing<>(times.series(), complete);
        });
    }

    @Override
    public Listing<ModelFigures> models(Scope scope, ExchangeFilter filter) {
        return looking(filter, look -> {
            ByTime times = new ByTime(Duration.ofDays(1));
            boolean complete = add(look, scope, filter, Width.DAY, Grain.MODEL, times);
            return new Listing<>(Results.models(times.models()), complete);
        });
    }

    @Override
    public Listing<UserFigures> users(Scope scope, ExchangeFilter filter) {
        return looking(filter, look -> {
            ByUser users = new ByUser();
            boolean complete = add(look, scope, filter, Width.DAY, Grain.USER, users);
            return new Listing<>(users.users(look.connection()), complete);
        });
    }

    /** Before all others, that what takes long leaves it time. Complete if these are, of which it is a part. */
    private long recent(Look look, Scope scope, ExchangeFilter filter, Instant now) throws SQLException {
        Tally recent = new Tally();
        ExchangeFilter newest = since(filter, now.minus(RECENT));
        add(look, scope, newest, Width.HOUR, Grain.FULL, (second, series, found) -> found.addTo(recent));
        return recent.sum(Sum.CALLS);
    }

    /** In one walk, or in two by way of far fewer rows. */
    private boolean addTo(ByTime times, ByUser users, Look look, Scope scope, ExchangeFilter filter, Width widest)
            throws SQLException {
        if (scope instanceof Scope.OwnedBy) {
            return add(look, scope, filter, widest, Grain.FULL, (second, series, found) -> {
                times.add(second, series, found);
                users.addOwner(series);
            });
        }
        if (!FigureWalk.isCoarse(scope, filter, widest)) {
            return add(look, scope, filter, widest, Grain.FULL, (second, series, found) -> {
                times.add(second, series, found);
                users.add(second, series, found);
            });
        }
        add(look, scope, filter, Width.DAY, Grain.USER, users);
        return add(look, scope, filter, widest, Grain.MODEL, times);
    }

    /**
     * @param coarsest that keeps apart what the target does
     * @return whether everything was there to be added
     */
    private boolean add(Look look, Scope scope, ExchangeFilter filter, Width widest, Grain coarsest, Target target)
            throws SQLException {
        FigureWalk walk = new FigureWalk(look.connection(), scope, target);
        if (FigureWalk.knows(filter)) {
            boolean coarse = FigureWalk.isCoarse(scope, filter, widest);
            return walk.run(filter, widest, coarse ? coarsest : Grain.FULL);
        }
        String search = filter.search();
        if (search != null && !search.isEmpty()) {
            return addFound(walk, look, Conditions.of(scope, filter), Conditions.rangeOf(scope, filter), search);
        }
        return walk.rows(Conditions.of(scope, filter), Conditions.rangeOf(scope, filter), look::isOver);
    }

    /** Of a text that very many bear only the newest ones. */
    private boolean addFound(FigureWalk walk, Look look, Conditions all, Conditions range, String search)
            throws SQLException {
        try (TextSearch texts = TextSearch.indexed(searchText, all, range, search)) {
            texts.begin(look.connection());
            List<Long> ids = new ArrayList<>();
            long id = texts.next(look::isOver);
            while (id >= 0 && !look.isOver()) {
                if (texts.isHit(id)) {
                    ids.add(id);
                }
                if (ids.size() == AT_ONCE) {
                    addAll(walk, all, ids);
                }
                id = texts.next(look::isOver);
            }
            addAll(walk, all, ids);
            return id == TextSearch.NONE;
        }
    }

    private static void addAll(FigureWalk walk, Conditions all, List<Long> ids) throws SQLException {
        walk.rows(all.and("e.id IN (SELECT value FROM json_each(?))", ids.toString()));
        ids.clear();
    }

    /** In one transaction, so that rollups and exchanges are of the same moment. */
    private <T> T looking(ExchangeFilter filter, Looking<T> question) {
        return filter.search() == null ? lookingOnce(question) : damage.surviving(() -> lookingOnce(question));
    }

    private <T> T lookingOnce(Looking<T> question) {
        return pool.ask("take figures", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN");
                try {
                    long until = clock.getAsLong() + longestLook.toNanos();
                    return question.in(new Look(connection, clock, until, pool.courtesy()));
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
