package io.github.openrouterproxy.dao.sqlite.file;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Empties a write-ahead log into its file, which waits for whoever reads from it. */
public final class LogCut {
    private static final int BUSY = 1;

    private LogCut() {}

    /**
     * Outside of transactions, on the connection's own thread.
     *
     * @param schema by which the connection knows the file
     * @return whether the log is empty; else somebody has read from it for longer
     */
    public static boolean within(Duration longest, Connection connection, String schema) throws SQLException {
        return BusyTimeout.of(longest, connection, () -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA " + schema + ".wal_checkpoint(TRUNCATE)")) {
                return row.next() && row.getInt(BUSY) == 0;
            }
        });
    }
}
