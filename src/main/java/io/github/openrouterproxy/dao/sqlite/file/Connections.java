package io.github.openrouterproxy.dao.sqlite.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

    /**
     * A log that a burst has blown up is cut back when it starts over. The cache takes a whole batch: what it cannot
     * hold goes to the log early, and often twice.
     */
    private static final String WRITING = COMMON + "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;";

    /**
     * What the monitor writes, which the checkpointer does not hear of. Well past the length at which the checkpointer
     * acts, so that the two meet only when nobody records.
     */
    private static final String NOTING = WRITING + "PRAGMA wal_autocheckpoint = 6000;";

    /** Not opened read-only: in WAL mode a reader takes part in the log's index, which is written. */
    private static final String READING = COMMON + "PRAGMA query_only = 1;";

    /** The index may be moved into its file whenever its log is a little longer; no call waits for it. */
    private static final String INDEXING =
            COMMON + "PRAGMA wal_autocheckpoint = 2000; PRAGMA cache_size = -65536; PRAGMA search.cache_size = -65536;";

    private final SqliteDriver driver;
    private final Path file;
    private final Path searchFile;

    /** @param searchFile of the full-text index, beside the database's */
    Connections(SqliteDriver driver, Path file, Path searchFile) {
        this.driver = driver;
        this.file = file;
        this.searchFile = searchFile;
    }

    Connection writing() throws SQLException {
        return open(file, WRITING);
    }

    /** For a few rows of the monitor's own. */
    Connection noting() throws SQLException {
        return open(file, NOTING);
    }

    Connection reading() throws SQLException {
        Connection connection = open(file, COMMON);
        return attach(connection, READING);
    }

    /** Reads the database and writes the full-text index. */
    Connection indexing() throws SQLException {
        return attach(open(file, COMMON), INDEXING);
    }

    /** To the file of the full-text index alone. */
    Connection search() throws SQLException {
        return open(searchFile, WRITING);
    }

    private Connection attach(Connection connection, String settings) throws SQLException {
        try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS search");
                Statement statement = connection.createStatement()) {
            attach.setString(1, searchFile.toString());
            attach.executeUpdate();
            statement.executeUpdate(settings);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection open(Path opened, String settings) throws SQLException {
        Connection connection = driver.connect(opened);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(settings);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
