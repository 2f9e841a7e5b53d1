package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Checkpoints on a connection of its own, beside the writer. One thread. */
final class SqliteCheckpointDao implements CheckpointDao, AutoCloseable {
    private static final int BUSY = 1;
    private static final int LOG_PAGES = 2;
    private static final int COPIED_PAGES = 3;

    private final Connection connection;
    private final ReadersPause pause;

    SqliteCheckpointDao(Connection connection, ReadersPause pause) throws SQLException {
        this.connection = connection;
        this.pause = pause;
        try (Statement statement = connection.createStatement()) {
            // While it waited, it would keep the writer waiting.
            statement.executeUpdate("PRAGMA busy_timeout = 0");
        }
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
    public boolean startOver() {
        try (PreparedStatement statement = connection.prepareStatement("PRAGMA wal_checkpoint(RESTART)");
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getInt(BUSY) == 0;
        } catch (SQLException e) {
            throw SqlFailure.doing("start the log over", e);
        }
    }

    @Override
    public void pauseReaders() {
        pause.begin();
    }

    @Override
    public void resumeReaders() {
        pause.end();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
