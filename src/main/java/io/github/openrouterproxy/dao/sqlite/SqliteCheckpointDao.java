package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Checkpoints on a connection of its own, beside the writer. One thread. */
final class SqliteCheckpointDao implements CheckpointDao, AutoCloseable {
    private static final int LOG_PAGES = 2;
    private static final int COPIED_PAGES = 3;

    private final Connection connection;

    SqliteCheckpointDao(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Progress checkpoint() {
        try (PreparedStatement statement = connection.prepareStatement("PRAGMA wal_checkpoint(PASSIVE)");
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return new Progress(0, 0);
            }
            // Both are -1 while there is no log.
            return new Progress(Math.max(0, row.getLong(LOG_PAGES)), Math.max(0, row.getLong(COPIED_PAGES)));
        } catch (SQLException e) {
            throw SqlFailure.doing("move the log into the file", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
