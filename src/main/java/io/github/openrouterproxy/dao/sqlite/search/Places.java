package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where exchanges that may bear a text are named: in the index, and among those that are not in it yet. Confined to one
 * call.
 */
final class Places {
    /** To look at so many is no more work than to ask the index. */
    static final int FEW = 200;

    /** More numbers of the index than these are not gone through to learn where a range ends. */
    private static final int MANY = 2_000;

    /** So many that the index does not have yet are left to the looks after the first: to list them anew is dear. */
    private static final int MOST_KEPT = 100_000;

    /** Of exchanges that fulfil conditions, newest first. */
    static final String ROWS = "SELECT e.id FROM exchanges e %s ORDER BY e.id DESC";

    private static final String NEWEST = ROWS + " LIMIT " + (FEW + 1);
    private static final String OLDEST = "SELECT e.id FROM exchanges e %s ORDER BY e.id LIMIT 1";
    private static final String NOT_INDEXED = """
            SELECT e.id FROM exchanges e
            WHERE e.id IN (SELECT id FROM index_queue WHERE seq > ?
              UNION ALL SELECT id FROM exchanges WHERE state = 'in_flight') %s
            ORDER BY e.id DESC
            """;

    private static final String LAST = "SELECT coalesce(max(docno), 0) FROM search.docs";
    private static final String NUMBERED_SINCE = "SELECT d.id FROM search.docs d WHERE d.docno > ? ORDER BY d.id DESC";
    private static final String NUMBERS = """
            SELECT count(*), max(docno) FROM (
              SELECT docno FROM search.docs WHERE id BETWEEN ? AND ? ORDER BY id LIMIT %d)
            """.formatted(MANY);

    private final Needle needle;
    private final Conditions range;
    private final List<IndexHits> named = new ArrayList<>();
    private @Nullable RowIds notIndexed;
    /** What is not indexed, and was there at the first look, is known. */
    private boolean kept;

    private boolean areTooMany;
    private long before = Long.MAX_VALUE;
    private long last;
    private long end = Long.MAX_VALUE;

    /** @param range what an index of the records answers */
    Places(Needle needle, Conditions range) {
        this.needle = needle;
        this.range = range;
    }

    /**
     * Begins a look.
     *
     * @param downTo ids from here on were read in earlier looks
     * @param opened is added to what the caller closes
     * @return false where those that are left of the range are so few that all should be looked at instead
     */
    boolean open(Connection connection, long downTo, List<Ids> opened) throws SQLException {
        // First of all, for the files have no common snapshot: in this one statement that of the records begins, and
        // then
        // that of the index. So what the index has not taken in yet is queued.
        IndexState state = IndexState.read(connection);
        Conditions older = range.and("e.id < ?", downTo);
        List<Long> newest = ids(connection, NEWEST, older);
        if (newest.size() <= FEW && !range.areNone()) {
            return false;
        }
        if (end == Long.MAX_VALUE && !newest.isEmpty()) {
            end = newest.get(0) + 1;
        }
        openIndexed(connection, state, older, opened);
        return true;
    }

    /** What is named from this id on is not of the range, or was not there at the first look. */
    long end() {
        return end;
    }

    /** What was taken is lost: the next look begins where the first did. */
    void forget() {
        named.clear();
        kept = false;
    }

    /** Before the end of a look that another one follows. */
    void pause() throws SQLException {
        for (IndexHits hits : named) {
            hits.pause();
        }
        if (notIndexed != null && !areTooMany) {
            kept = notIndexed.keep(MOST_KEPT);
            areTooMany = !kept;
        }
    }

    private void openIndexed(Connection connection, IndexState state, Conditions older, List<Ids> opened)
            throws SQLException {
        RowIds left = notIndexed;
        if (left == null || !kept) {
            left = rows(connection, NOT_INDEXED.formatted(older.andAll()), older, state.doneSeq());
            notIndexed = left;
        }
        opened.add(left);
        if (state.before() > 0) {
            Conditions fromBefore = older.and("e.id < ?", state.before());
            opened.add(rows(connection, ROWS.formatted(fromBefore.where()), fromBefore));
        }
        if (state.before() > before) {
            // It was made anew.
            named.clear();
        }
        before = state.before();
        if (state.isNothing()) {
            return;
        }
        if (named.isEmpty()) {
            last = number(connection, LAST);
            name(connection);
        } else if (!kept && number(connection, LAST) > last) {
            opened.add(rows(connection, NUMBERED_SINCE, Conditions.none(), last));
        }
        for (IndexHits hits : named) {
            opened.add(hits);
            hits.open(connection);
        }
    }

    private void name(Connection connection) throws SQLException {
        long oldest = 0;
        long below = Long.MAX_VALUE;
        if (!range.areNone()) {
            oldest = ids(connection, OLDEST, range).get(0);
            below = numberAfter(connection, oldest, end - 1);
        }
        String query = needle.query(RareTokens.of(connection, needle));
        named.add(new IndexHits(query, needle.certain(), needle.shorter(), below, oldest));
        named.add(new IndexHits('"' + Trigrams.TOO_MANY + '"', false, false, below, oldest));
    }

    /** The number of the index from which on there is none of these ids. */
    private static long numberAfter(Connection connection, long oldest, long newest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NUMBERS)) {
            statement.setLong(1, oldest);
            statement.setLong(2, newest);
            try (ResultSet row = statement.executeQuery()) {
                boolean known = row.next() && row.getInt(1) > 0 && row.getInt(1) < MANY;
                return known ? row.getLong(2) + 1 : Long.MAX_VALUE;
            }
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    static List<Long> ids(Connection connection, String query, Conditions conditions) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query.formatted(conditions.where()))) {
            conditions.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        return ids;
    }

    private static RowIds rows(Connection connection, String query, Conditions conditions, Object... first)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        for (int i = 0; i < first.length; i++) {
            statement.setObject(i + 1, first[i]);
        }
        conditions.bind(statement, first.length + 1);
        return new RowIds(statement);
    }
}
