package io.github.openrouterproxy.dao.sqlite.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the index names for a query, whoever they are of. The index numbers exchanges in the order they ended, and says
 * with each what no smaller number's id exceeds. A look goes on where the one before was; what was numbered since is
 * not among it. Confined to one call.
 */
final class IndexHits implements Ids {
    private static final String OLDER = """
            SELECT d.docno, d.id, d.max_id FROM search.words w CROSS JOIN search.docs d
            WHERE w.words MATCH ? AND w.rowid < ? AND d.docno = w.rowid
            ORDER BY w.rowid DESC
            """;

    /** So many are left to the looks after the first, where a look's beginning is dear; four times as many then. */
    private static final int KEPT = 25_000;

    private static final int MOST_KEPT = 4 * KEPT;

    private final String query;
    private final boolean certain;
    private final boolean dear;
    private final long oldest;
    private final PriorityQueue<Long> ahead = new PriorityQueue<>((a, b) -> Long.compare(b, a));
    private long bound = Long.MAX_VALUE;
    private long below;
    private int kept = KEPT;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet rows;

    /**
     * @param query in the language of FTS5
     * @param dear whether all that the query names is put together before it names the first
     * @param below the number from which on none is of interest
     * @param oldest id that is of interest
     */
    IndexHits(String query, boolean certain, boolean dear, long below, long oldest) {
        this.query = query;
        this.certain = certain;
        this.dear = dear;
        this.below = below;
        this.oldest = oldest;
    }

    /** Begins a look. */
    void open(Connection snapshot) {
        connection = snapshot;
    }

    @Override
    public long peek() throws SQLException {
        while ((ahead.isEmpty() || ahead.element() < bound) && read()) {
            // until none that follows can be newer
        }
        return ahead.isEmpty() ? NONE : ahead.element();
    }

    @Override
    public void take() {
        ahead.remove();
    }

    @Override
    public boolean certain() {
        return certain;
    }

    /** Before the end of a look that another one follows. */
    void pause() throws SQLException {
        if (dear && rows != null) {
            for (int more = 0; more < kept && read(); more++) {
                // what was put together serves for the next looks, too
            }
            kept = MOST_KEPT;
        }
    }

    @Override
    public void close() throws SQLException {
        connection = null;
        rows = null;
        if (statement != null) {
            statement.close();
        }
    }

    /** @return whether there was one more */
    private boolean read() throws SQLException {
        if (connection == null || bound < oldest) {
            return false;
        }
        if (rows == null) {
            rows = ask(connection);
        }
        if (!rows.next()) {
            connection = null;
            return false;
        }
        below = rows.getLong(1);
        ahead.add(rows.getLong(2));
        bound = rows.getLong(3);
        return true;
    }

    private ResultSet ask(Connection snapshot) throws SQLException {
        PreparedStatement older = snapshot.prepareStatement(OLDER);
        statement = older;
        older.setString(1, query);
        older.setLong(2, below);
        return older.executeQuery();
    }
}
