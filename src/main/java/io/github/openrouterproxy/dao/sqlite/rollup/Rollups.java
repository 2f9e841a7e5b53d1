package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.sqlite.rollup.Minutes.Minute;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the figures true while exchanges change, in the same transaction. Those in flight are not in them: there are
 * few, and they are counted when somebody asks. Whoever changes what ended does it by way of {@link #changing}. The
 * writer thread only.
 *
 * <p>A change goes into its minute. Hours and days follow when a minute is over, so that a batch of new calls writes
 * one row where it would write three.
 */
public final class Rollups {
    /** So many seconds after its end a minute is taken into its hour; most of its calls have ended by then. */
    private static final long FOLD_AFTER = 120;

    /** Ids as a JSON array. */
    private static final String BY_IDS = "SELECT e.id, e.state <> 'in_flight' AS ended, " + Tally.COLUMNS + """
            FROM json_each(?) chosen CROSS JOIN exchanges e ON e.id = chosen.value
            """;

    private static final String UP_TO = "SELECT " + Tally.COLUMNS + """
            FROM exchanges e WHERE e.id <= ? AND e.state <> 'in_flight' AND e.id >= ?
            """;

    private static final String OLDER =
            "SELECT min(id) FROM (SELECT id FROM exchanges WHERE id < ? ORDER BY id DESC LIMIT ?)";

    private static final String IN_FLIGHT = """
            SELECT coalesce(json_group_array(id), '[]') FROM exchanges WHERE state = 'in_flight'
            """;

    private static final String NEWEST = """
            SELECT coalesce(max(id) + 1, 0),
              coalesce((SELECT received_us / 60000000 * 60 + 60 FROM exchanges ORDER BY id DESC LIMIT 1), 0)
            FROM exchanges
            """;

    private final Connection connection;
    private final PreparedStatement byIds;
    private final PreparedStatement upTo;
    private final PreparedStatement older;
    private final PreparedStatement readState;
    private final Folding folding;
    private boolean complete;

    /** @param connection the writer's */
    public Rollups(Connection connection) throws SQLException {
        this.connection = connection;
        byIds = connection.prepareStatement(BY_IDS);
        upTo = connection.prepareStatement(UP_TO);
        older = connection.prepareStatement(OLDER);
        readState = connection.prepareStatement(RollupState.READ);
        folding = new Folding(connection);
        complete = RollupState.read(readState).isComplete();
    }

    /** A statement or several that write exchanges. */
    @FunctionalInterface
    public interface Change {
        void run() throws SQLException;
    }

    /**
     * Inside a transaction: changes these exchanges, new or not, and the figures with them.
     *
     * @param ids each once
     * @return which of them were there before, and whether they had ended
     */
    public Map<Long, Boolean> changing(List<Long> ids, Change change) throws SQLException {
        return changing(ids.toString(), change);
    }

    /** Inside a transaction: changes all that are in flight, and the figures with them. */
    public void changingAllInFlight(Change change) throws SQLException {
        String ids;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IN_FLIGHT)) {
            ids = row.next() ? row.getString(1) : "[]";
        }
        var unused = changing(ids, change);
    }

    /** Inside a transaction: removes all up to {@code newest} that are not in flight, and takes them out. */
    public void removingUpTo(long newest, Change removal) throws SQLException {
        RollupState before = begun();
        Minutes changes = new Minutes();
        upTo.setLong(1, newest);
        collect(upTo, before, changes, -1);
        removal.run();
        apply(changes, before);
    }

    /**
     * Inside a transaction: takes in up to {@code most} exchanges of those before the rollups; once all are in them,
     * looks at as many rows for series of which nothing is left.
     *
     * @return how many; 0 when there is nothing to do
     */
    public int workOff(int most) throws SQLException {
        RollupState before = begun();
        if (!before.isComplete()) {
            return takeInOlder(before, most);
        }
        return folding.sweep().isDue() ? folding.sweep().step(most, before.foldedTo()) : 0;
    }

    private int takeInOlder(RollupState before, int most) throws SQLException {
        older.setLong(1, before.unbuiltBefore());
        older.setInt(2, most);
        long first;
        try (ResultSet row = older.executeQuery()) {
            first = row.next() ? row.getLong(1) : 0;
        }
        RollupState next = new RollupState(first, before.foldedTo());
        Minutes changes = new Minutes();
        if (first > 0) {
            upTo.setLong(1, before.unbuiltBefore() - 1);
            collect(upTo, next, changes, 1);
        }
        next.write(connection);
        apply(changes, next);
        complete = next.isComplete();
        return first > 0 ? most : 0;
    }

    /** Whether {@link #workOff} has something to do, as far as this connection knows. */
    public boolean isBehind() {
        return !complete || folding.sweep().isDue();
    }

    /** The transaction was rolled back. */
    public void rolledBack() {
        folding.forget();
        complete = false;
    }

    private Map<Long, Boolean> changing(String ids, Change change) throws SQLException {
        RollupState state = begun();
        Minutes changes = new Minutes();
        byIds.setString(1, ids);
        Map<Long, Boolean> before = collectThese(state, changes, -1);
        change.run();
        var unused = collectThese(state, changes, 1);
        apply(changes, state);
        return before;
    }

    /** The state, after whoever asked for it got a new beginning. */
    private RollupState begun() throws SQLException {
        RollupState before = RollupState.read(readState);
        complete = before.isComplete();
        if (before.unbuiltBefore() != RollupState.FROM_SCRATCH) {
            return before;
        }
        folding.forget();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM rollups");
            statement.executeUpdate("DELETE FROM rollup_series");
            try (ResultSet row = statement.executeQuery(NEWEST)) {
                RollupState fresh =
                        row.next() ? new RollupState(row.getLong(1), row.getLong(2)) : new RollupState(0, 0);
                fresh.write(connection);
                complete = fresh.isComplete();
                return fresh;
            }
        }
    }

    /** @return the ids of those that are there, and whether they ended */
    private Map<Long, Boolean> collectThese(RollupState state, Minutes changes, int times) throws SQLException {
        Map<Long, Boolean> ended = new HashMap<>();
        try (ResultSet row = byIds.executeQuery()) {
            while (row.next()) {
                long id = row.getLong("id");
                boolean counts = row.getBoolean("ended");
                ended.put(id, counts);
                if (counts && id >= state.unbuiltBefore()) {
                    collect(row, changes, times);
                }
            }
        }
        return ended;
    }

    private void collect(PreparedStatement statement, RollupState state, Minutes changes, int times)
            throws SQLException {
        statement.setLong(2, state.unbuiltBefore());
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                collect(row, changes, times);
            }
        }
    }

    private static void collect(ResultSet row, Minutes changes, int times) throws SQLException {
        long start = Width.MINUTE.startOf(Width.secondOf(row.getLong("received_us")));
        changes.of(new Minute(start, Series.of(row))).add(row, times);
    }

    private void apply(Minutes changes, RollupState state) throws SQLException {
        folding.apply(changes, state.foldedTo());
        long latest = changes.latest() - FOLD_AFTER;
        if (latest > state.foldedTo()) {
            folding.fold(state.foldedTo(), latest);
            new RollupState(state.unbuiltBefore(), latest).write(connection);
        }
    }
}
