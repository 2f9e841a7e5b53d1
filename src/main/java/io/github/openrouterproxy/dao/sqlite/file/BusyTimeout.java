package io.github.openrouterproxy.dao.sqlite.file;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** How long a connection waits for others, where that is not as long as usual. The connection's thread. */
public final class BusyTimeout {
    private BusyTimeout() {}

    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }

    /** For this work alone. */
    public static <T> T of(Duration longest, Connection connection, Work<T> work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long usual = usual(statement);
            set(statement, longest.toMillis());
            try {
                return work.run();
            } finally {
                set(statement, usual);
            }
        }
    }

    private static long usual(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA busy_timeout")) {
            if (!row.next()) {
                throw new SQLException("no busy timeout");
            }
            return row.getLong(1);
        }
    }

    private static void set(Statement statement, long millis) throws SQLException {
        statement.execute("PRAGMA busy_timeout = " + millis);
    }
}
