package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.LogCut;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
    private static final Duration LONGEST_WAIT = Duration.ofMillis(300);

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
            tooLong = LogCut.within(LONGEST_WAIT, connection, "search") ? most : bytes + most;
        } finally {
            pause.end();
        }
    }
}
