package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;

/**
 * Keeps the write-ahead log of the index's file from growing while searches overlap: SQLite begins it anew only when
 * all of it is copied and nobody reads from it, so readers are asked to wait for such a moment. The indexing thread
 * only, between its transactions.
 */
final class IndexLog {
    /** In bytes. */
    static final long TOO_LONG = 24L * 1024 * 1024;

    /** Less than a pause of the readers lasts. */
    private static final String FOR_A_MOMENT = "PRAGMA busy_timeout = 300";

    private static final String AS_EVER = "PRAGMA busy_timeout = 5000";
    private static final String BEGIN_ANEW = "PRAGMA search.wal_checkpoint(TRUNCATE)";

    private final Connection connection;
    private final LongSupplier length;
    private final ReadersPause pause;
    private final long most;
    private long tooLong;

    /**
     * @param connection that knows the index as {@code search}
     * @param most bytes of log without a look
     */
    IndexLog(DatabaseFile file, Connection connection, long most) {
        this.connection = connection;
        this.most = most;
        this.tooLong = most;
        this.length = file::searchLogBytes;
        this.pause = file.pause();
    }

    void beginAnewIfTooLong() throws SQLException {
        long bytes = length.getAsLong();
        if (bytes < tooLong) {
            return;
        }
        pause.begin();
        try {
            // a reader may stay for minutes: the others are not to wait again before it has cost as much log anew
            tooLong = isBegunAnew() ? most : bytes + most;
        } finally {
            pause.end();
        }
    }

    private boolean isBegunAnew() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(FOR_A_MOMENT);
            try (ResultSet row = statement.executeQuery(BEGIN_ANEW)) {
                return row.next() && row.getInt(1) == 0;
            } finally {
                statement.execute(AS_EVER);
            }
        }
    }
}
