package io.github.openrouterproxy.dao.sqlite.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the index names for a query, whoever they are of: each step is short, however few of them are wanted. The index
 * numbers exchanges in the order they ended, and says with each what no smaller number's id exceeds. A look after
 * another goes on where that one was, and reads what was numbered since. Confined to one call.
 */
final class IndexHits implements Ids {
    private static final String OLDER = """
            SELECT d.docno, d.id, d.max_id FROM search.words w CROSS JOIN search.docs d
            WHERE w.words MATCH ? AND w.rowid < ? AND d.docno = w.rowid
            ORDER BY w.rowid DESC
            """;

    private static final String NEWER = """
            SELECT d.id FROM search.words w CROSS JOIN search.docs d
            WHERE w.words MATCH ? AND w.rowid > ? AND d.docno = w.rowid
            """;

    private static final String LAST = "SELECT max(docno) FROM search.docs";

    /** So many are kept at the end of the first look, if a look's beginning is dear; then ever more. */
    private static final int KEPT = 25_000;

    private static final int KEPT_MORE = 4;

    private final String query;
    private final boolean certain;
    private final boolean dear;
    private final long oldest;
    private final PriorityQueue<Long> ahead = new PriorityQueue<>((a, b) -> Long.compare(b, a));
    private long bound = Long.MAX_VALUE;
    private long below;
    private long last = NONE;
    private int kept = KEPT;
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
    void open(Connection connection) throws SQLException {
        long newest = last(connection);
        if (last != NONE && newest > last) {
            addNewer(connection);
        }
        last = newest;
        PreparedStatement older = connection.prepareStatement(OLDER);
        statement = older;
        older.setString(1, query);
        older.setLong(2, below);
        rows = older.executeQuery();
    }

    @Override
    public long peek() throws SQLException {
        while (rows != null && (ahead.isEmpty() || ahead.element() < bound)) {
            read(rows);
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

    /** Ends a look that another one follows. */
    void pause() throws SQLException {
        if (dear) {
            for (int more = 0; more < kept && rows != null; more++) {
                read(rows);
            }
            kept *= KEPT_MORE;
        }
        close();
    }

    @Override
    public void close() throws SQLException {
        rows = null;
        if (statement != null) {
            statement.close();
        }
    }

    private void read(ResultSet from) throws SQLException {
        if (bound < oldest || !from.next()) {
            rows = null;
            return;
        }
        below = from.getLong(1);
        ahead.add(from.getLong(2));
        bound = from.getLong(3);
    }

    private void addNewer(Connection connection) throws SQLException {
        try (PreparedStatement newer = connection.prepareStatement(NEWER)) {
            newer.setString(1, query);
            newer.setLong(2, last);
            try (ResultSet row = newer.executeQuery()) {
                while (row.next()) {
                    ahead.add(row.getLong(1));
                }
            }
        }
    }

    private static long last(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LAST)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
