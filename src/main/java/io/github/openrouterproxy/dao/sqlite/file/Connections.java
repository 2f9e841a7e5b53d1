package io.github.openrouterproxy.dao.sqlite.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens connections to one file, each set up for its use. Any thread. */
final class Connections {
    /**
     * No connection moves the log into the file by itself, in the middle of somebody's commit: that is the
     * checkpointer's work.
     */
    private static final String COMMON = """
            PRAGMA busy_timeout = 5000;
            PRAGMA synchronous = NORMAL;
            PRAGMA wal_autocheckpoint = 0;
            """;

    /** A log that a burst has blown up is cut back when it starts over. */
    private static final String WRITING = COMMON + "PRAGMA journal_size_limit = 67108864;";

    /** Not opened read-only: in WAL mode a reader takes part in the log's index, which is written. */
    private static final String READING = COMMON + "PRAGMA query_only = 1;";

    private final SqliteDriver driver;
    private final Path file;

    Connections(SqliteDriver driver, Path file) {
        this.driver = driver;
        this.file = file;
    }

    Connection writing() throws SQLException {
        return open(WRITING);
    }

    Connection reading() throws SQLException {
        return open(READING);
    }

    private Connection open(String settings) throws SQLException {
        Connection connection = driver.connect(file);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(settings);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
