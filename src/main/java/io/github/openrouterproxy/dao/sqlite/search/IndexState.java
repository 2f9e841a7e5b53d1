package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.SearchText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the index has come.
 *
 * @param doneSeq of the queue, all up to this entry are in the index
 * @param before exchanges with a smaller id, from before there was an index, are yet to come; 0 when they are all in
 */
record IndexState(long doneSeq, long before) {
    private static final String OURS = """
            SELECT done_seq, before_id,
              s.token IS i.token AND s.text_version = %d
                AND done_seq <= coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'index_queue'), 0)
                AND done_seq + 1 >= coalesce((SELECT min(seq) FROM index_queue),
                  (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'index_queue'), 0) AS valid
            FROM search.state s, index_identity i
            """.formatted(SearchText.VERSION);

    private static final String TABLES = "SELECT count(*) FROM search.sqlite_schema WHERE name = 'state'";
    private static final String START = """
            UPDATE search.state SET token = (SELECT token FROM main.index_identity), text_version = %d,
              done_seq = coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'index_queue'), 0),
              before_id = coalesce((SELECT max(id) + 1 FROM exchanges), 0)
            """.formatted(SearchText.VERSION);

    private static final String QUEUED = "SELECT seq, id FROM index_queue WHERE seq > ? ORDER BY seq LIMIT ?";
    private static final String BEFORE = """
            SELECT id, id FROM exchanges WHERE id < ? AND state <> 'in_flight' ORDER BY id DESC LIMIT ?
            """;

    /** Nothing is in the index, for what is in it is not of this database or not whole. */
    private static final IndexState NOTHING = new IndexState(0, Long.MAX_VALUE);

    /** What a search may rely on. */
    static IndexState read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OURS)) {
            return row.next() && row.getBoolean("valid") ? new IndexState(row.getLong(1), row.getLong(2)) : NOTHING;
        } catch (SQLException e) {
            if (isThere(connection)) {
                throw e;
            }
            return NOTHING;
        }
    }

    /** Not where making it anew was broken off by a full disk. */
    private static boolean isThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            return row.getInt(1) > 0;
        }
    }

    boolean isNothing() {
        return equals(NOTHING);
    }

    /** Begins the index anew unless it is one of this database, without a gap. */
    static IndexState valid(Connection connection) throws SQLException {
        IndexState state = read(connection);
        if (!state.isNothing()) {
            return state;
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM search.docs");
            statement.executeUpdate("INSERT INTO search.words(words) VALUES ('delete-all')");
            statement.executeUpdate(START);
        }
        return read(connection);
    }

    void write(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE search.state SET done_seq = ?, before_id = ?")) {
            statement.setLong(1, doneSeq);
            statement.setLong(2, before);
            statement.executeUpdate();
        }
    }

    /** Those after it in the queue, in the order they ended. */
    List<Entry> nextOfQueue(Connection connection, int most) throws SQLException {
        return entries(connection, QUEUED, doneSeq, most);
    }

    /** Those from before there was an index, newest first. */
    List<Entry> nextFromBefore(Connection connection, int most) throws SQLException {
        return entries(connection, BEFORE, before, most);
    }

    private static List<Entry> entries(Connection connection, String query, long key, int most) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, key);
            statement.setInt(2, most);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(row.getLong(1), row.getLong(2)));
                }
            }
        }
        return entries;
    }

    /**
     * An exchange that has ended and is not in the index.
     *
     * @param key where it stands in the order it comes by
     */
    record Entry(long key, long id) {}
}
