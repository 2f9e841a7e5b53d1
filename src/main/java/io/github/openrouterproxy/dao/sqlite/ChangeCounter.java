package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Tells whether anybody changed the file, without looking at a table. Any thread.
 *
 * <p>{@code PRAGMA data_version} is relative to one connection and counts what others commit; so this one is kept for
 * it, and never writes.
 */
final class ChangeCounter implements AutoCloseable {
    /** Leaves room for 2^32 changes, and the sum exact as a number of JavaScript's. */
    private static final int COUNTER_BITS = 32;

    private static final int STARTS = 1 << 20;

    private final Connection connection;
    private final PreparedStatement query;

    /** Differs from start to start, so that a page from before does not take the new count for its own. */
    private final long start = (long) new SecureRandom().nextInt(STARTS) << COUNTER_BITS;

    ChangeCounter(Connection connection) throws SQLException {
        this.connection = connection;
        this.query = connection.prepareStatement("PRAGMA data_version");
    }

    synchronized long version() {
        try (ResultSet row = query.executeQuery()) {
            return start + (row.next() ? row.getLong(1) : 0);
        } catch (SQLException e) {
            throw SqlFailure.doing("ask for changes", e);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
