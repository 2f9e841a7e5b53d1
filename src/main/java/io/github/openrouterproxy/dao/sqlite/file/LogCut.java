package io.github.openrouterproxy.dao.sqlite.file;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Empties a write-ahead log into its file, which waits for whoever reads from it. */
public final class LogCut {
    private LogCut() {}

    /**
     * Outside of transactions, on the connection's own thread.
     *
     * @param schema by which the connection knows the file
     * @return whether the log is empty; else somebody has read from it for longer
     */
    public static boolean within(Duration longest, Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long usual = number(statement, "PRAGMA busy_timeout");
            statement.execute("PRAGMA busy_timeout = " + longest.toMillis());
            try {
                return number(statement, "PRAGMA " + schema + ".wal_checkpoint(TRUNCATE)") == 0;
            } finally {
                statement.execute("PRAGMA busy_timeout = " + usual);
            }
        }
    }

    private static long number(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery(pragma)) {
            if (!row.next()) {
                throw new SQLException("no answer to " + pragma);
            }
            return row.getLong(1);
        }
    }
}
