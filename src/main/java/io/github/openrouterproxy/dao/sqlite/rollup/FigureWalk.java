package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.dao.sqlite.rollup.Pieces.Piece;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.dao.sqlite.table.Micros;
import io.github.openrouterproxy.dao.sqlite.table.Stretches;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what matches: out of the rollups where these know enough, with the exchanges themselves for the parts of
 * minutes at both ends and for those in flight; else out of the exchanges alone. One connection, one thread.
 */
final class FigureWalk {
    private static final String EXCHANGES = "SELECT " + Tally.COLUMNS + " FROM exchanges e ";

    /** No minute begins later that anybody could ask for. */
    private static final long FOREVER = Width.DAY.startOf(1L << 40);

    private static final Duration SLACK = Duration.ofMinutes(1);

    /** Takes what is found. */
    @FunctionalInterface
    interface Target {
        /** @param second since 1970 that it belongs to */
        void add(long second, Series series, Found found) throws SQLException;
    }

    /** Something to be added, as often as one likes. */
    @FunctionalInterface
    interface Found {
        void addTo(Tally tally) throws SQLException;
    }

    private final Connection connection;
    private final Scope scope;
    private final Target target;

    FigureWalk(Connection connection, Scope scope, Target target) {
        this.connection = connection;
        this.scope = scope;
        this.target = target;
    }

    /** Whether the rows of the coarser grains hold what is asked for, and fewer of them. */
    static boolean isCoarse(Scope scope, ExchangeFilter filter, Width widest) {
        return knows(filter)
                && widest != Width.MINUTE
                && Conditions.of(scope, kept(filter, null, null)).areNone();
    }

    /** Whether the rollups know what the filter asks for. */
    static boolean knows(ExchangeFilter filter) {
        return (filter.search() == null || filter.search().isEmpty())
                && filter.method() == null
                && filter.path() == null
                && filter.stream() == null
                && filter.minDuration() == null;
    }

    /**
     * Adds up what a filter that the rollups know lets through.
     *
     * @param widest rows to use
     * @param grain of hours and days; but for the finest one only where {@link #isCoarse}
     * @return whether all that is recorded was in the rollups
     */
    boolean run(ExchangeFilter filter, Width widest, Grain grain) throws SQLException {
        rows(Conditions.of(scope, filter).and("e.state = 'in_flight'"));
        if (filter.status() instanceof StatusFilter.InFlight) {
            return true;
        }
        RollupState state = RollupState.read(connection);
        long from = filter.from() == null ? 0 : Math.max(0, Micros.of(bounded(filter.from())));
        long to = filter.to() == null ? Width.micros(FOREVER) : Micros.of(bounded(filter.to()));
        long firstMinute = Width.MINUTE.startFrom(Width.secondOf(from + Width.micros(1) - 1));
        long lastMinute = Width.MINUTE.startOf(Width.secondOf(to));
        if (firstMinute >= lastMinute) {
            ended(filter, filter.from(), filter.to());
            return true;
        }
        if (from < Width.micros(firstMinute)) {
            ended(filter, filter.from(), Instant.ofEpochSecond(firstMinute));
        }
        if (Width.micros(lastMinute) < to) {
            ended(filter, Instant.ofEpochSecond(lastMinute), filter.to());
        }
        List<Piece> pieces = Pieces.of(firstMinute, lastMinute, state.foldedTo(), widest);
        new CellWalk(connection, Conditions.of(scope, kept(filter, null, null)), target)
                .run(pieces, grain, state.foldedTo());
        return state.isComplete()
                || Instant.ofEpochSecond(firstMinute)
                        .isAfter(
                                new ExchangeId(state.unbuiltBefore()).received().plus(SLACK));
    }

    /**
     * Adds up exchanges one by one, newest first, for so long and no longer.
     *
     * @param range those of the conditions that an index answers by itself
     * @param isTooLong asked after each stretch
     * @return whether these were all
     */
    boolean rows(Conditions conditions, Conditions range, BooleanSupplier isTooLong) throws SQLException {
        Stretches stretches = new Stretches(conditions, range);
        do {
            rows(stretches.next(connection));
        } while (stretches.hasNext() && !isTooLong.getAsBoolean());
        return !stretches.hasNext();
    }

    /** Adds up exchanges one by one. */
    void rows(Conditions conditions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXCHANGES + conditions.where())) {
            conditions.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    target.add(Width.secondOf(row.getLong("received_us")), Series.of(row), tally -> tally.add(row, 1));
                }
            }
        }
    }

    private void ended(ExchangeFilter filter, @Nullable Instant from, @Nullable Instant to) throws SQLException {
        rows(Conditions.of(scope, kept(filter, from, to)).and("e.state <> 'in_flight'"));
    }

    private static ExchangeFilter kept(ExchangeFilter filter, @Nullable Instant from, @Nullable Instant to) {
        return new ExchangeFilter(
                null, filter.user(), null, null, filter.model(), filter.status(), null, from, to, null);
    }

    /** What a count of microseconds can express. */
    private static Instant bounded(Instant instant) {
        Instant latest = Instant.ofEpochSecond(FOREVER);
        if (instant.isBefore(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        return instant.isAfter(latest) ? latest : instant;
    }
}
