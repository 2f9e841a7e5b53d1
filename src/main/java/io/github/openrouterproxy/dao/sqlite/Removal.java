package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.sqlite.rollup.Rollups;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Takes old exchanges out of the file. Part of the writer: its thread, its connection, its transactions. */
final class Removal {
    /** Exchanges removed in one transaction, so that no record waits long behind a removal. */
    static final int STEP = 200;

    /** So many free pages are kept for the next records, which would only have to add them again: 1 MiB. */
    private static final long FEWEST_KEPT = 256;

    /** And of a large file this part. */
    private static final long KEPT_PART = 8;

    /** A smaller surplus is not worth moving pages for; the next records take it up. */
    private static final long FEWEST_GIVEN_BACK = 64;

    /** Given back at once; each of them moves a page from the end of the file. */
    private static final long MOST_GIVEN_BACK = 1_024;

    private static final String OLDEST = """
            SELECT max(id), count(*) FROM (
              SELECT id FROM exchanges WHERE state <> 'in_flight' AND id < ? ORDER BY id LIMIT ?)
            """;

    /** Of what is cut the true length says nothing; how much is stored is told without reading it. */
    private static final String WEIGHTS = """
            SELECT
              iif(request_truncated,
                coalesce((SELECT octet_length(body) FROM request_contents q WHERE q.id = e.id), 0), request_bytes)
              + iif(response_truncated,
                coalesce((SELECT octet_length(body) FROM response_contents r WHERE r.id = e.id), 0), response_bytes)
            FROM exchanges e WHERE state <> 'in_flight' ORDER BY e.id LIMIT ?
            """;

    /** The exchanges last: the contents are told apart by their state. */
    private static final List<String> DELETES = List.of(
            """
            DELETE FROM request_contents
            WHERE id <= ? AND id NOT IN (SELECT id FROM exchanges WHERE state = 'in_flight')
            """,
            """
            DELETE FROM response_contents
            WHERE id <= ? AND id NOT IN (SELECT id FROM exchanges WHERE state = 'in_flight')
            """,
            "DELETE FROM late_answers WHERE id <= ?",
            "DELETE FROM exchanges WHERE id <= ? AND state <> 'in_flight'");

    private final Connection connection;
    private final Rollups rollups;
    private final CountAndQueue countAndQueue;

    Removal(Connection connection, Rollups rollups, CountAndQueue countAndQueue) {
        this.connection = connection;
        this.rollups = rollups;
        this.countAndQueue = countAndQueue;
    }

    /**
     * @param oldestKept only smaller ids are removed
     * @return how many were removed; fewer than {@code limit} when there are no more
     */
    int removeOldest(long oldestKept, int limit) throws SQLException {
        long newestRemoved;
        int count;
        try (PreparedStatement oldest = connection.prepareStatement(OLDEST)) {
            oldest.setLong(1, oldestKept);
            oldest.setInt(2, limit);
            try (ResultSet row = oldest.executeQuery()) {
                row.next();
                newestRemoved = row.getLong(1);
                count = row.getInt(2);
            }
        }
        if (count == 0) {
            return 0;
        }
        rollups.removingUpTo(newestRemoved, () -> delete(newestRemoved));
        return count;
    }

    /** @return how many of the oldest hold no more than so many bytes; at least 1, and the limit if all of them do */
    int oldestWithin(long bytes, int limit) throws SQLException {
        try (PreparedStatement weights = connection.prepareStatement(WEIGHTS)) {
            weights.setInt(1, limit);
            try (ResultSet row = weights.executeQuery()) {
                long total = 0;
                for (int rows = 0; row.next(); rows++) {
                    total += row.getLong(1);
                    if (total > bytes) {
                        return Math.max(1, rows);
                    }
                }
                return limit;
            }
        }
    }

    private void delete(long newestRemoved) throws SQLException {
        int removed = 0;
        for (String delete : DELETES) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setLong(1, newestRemoved);
                removed = statement.executeUpdate();
            }
        }
        countAndQueue.removed(removed);
    }

    /**
     * Makes the file smaller when a good part of it is free, by a bounded number of pages.
     * @return by how many bytes
     */
    long giveBackSpace() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long pages = number(statement, "PRAGMA page_count");
            long surplus = number(statement, "PRAGMA freelist_count") - Math.max(FEWEST_KEPT, pages / KEPT_PART);
            if (surplus < FEWEST_GIVEN_BACK) {
                return 0;
            }
            // executeUpdate runs it to its end; as a query it would stop after one page.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + Math.min(surplus, MOST_GIVEN_BACK) + ")");
            return (pages - number(statement, "PRAGMA page_count")) * number(statement, "PRAGMA page_size");
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
