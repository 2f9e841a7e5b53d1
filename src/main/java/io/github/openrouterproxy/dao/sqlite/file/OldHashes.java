package io.github.openrouterproxy.dao.sqlite.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Takes away the hashes that older versions kept of bodies which rules had changed, in the row and in the bytes of the
 * file. Part of the writer: its thread, its connection, its transactions.
 */
public final class OldHashes {
    private static final int STEP = 200;
    /** A row is read as a whole. */
    private static final long STEP_BYTES = 1L << 20;
    /** Of each row the page with the hash, or two. */
    private static final long BYTES_WRITTEN = 2 * 4096;

    private static final String ARE_THERE = "SELECT count(*) FROM sqlite_schema WHERE name = 'old_hashes'";

    private static final String CHOSEN = """
            SELECT id, iif(redacted IS NULL, 0, request_bytes + response_bytes) AS bytes
            FROM exchanges WHERE id < (SELECT before FROM old_hashes) ORDER BY id DESC LIMIT ?
            """;

    /** As long as it was: then SQLite writes over it, and not the whole row anew, which holds the writer for long. */
    private static final String REMOVE = """
            UPDATE %1$s_contents SET sha256 = zeroblob(octet_length(sha256)) WHERE typeof(sha256) = 'text' AND id IN (
              SELECT id FROM exchanges
              WHERE id >= ? AND id < (SELECT before FROM old_hashes) AND NOT %1$s_truncated
                AND redacted IS NOT NULL AND instr(',' || redacted || ',', ',%1$s_body,') > 0)
            """;

    private static final String NEXT = "UPDATE old_hashes SET before = ?";

    /** Who wants to record meanwhile waits for it. */
    private static final Duration LONGEST_WAIT_FOR_READERS = Duration.ofMillis(200);

    private final Connection connection;
    private boolean left;

    /** @param connection the writer's */
    public OldHashes(Connection connection) throws SQLException {
        this.connection = connection;
        left = number(ARE_THERE) > 0;
    }

    /** Whether {@link #remove} or {@link #wipeLog} has something to do. */
    public boolean areLeft() {
        return left;
    }

    /**
     * Inside a transaction: takes some away.
     *
     * @return how many exchanges were looked at, and about how many bytes were written
     */
    public Step remove() throws SQLException {
        Step step = choose();
        if (step.exchanges() > 0) {
            // Where it cannot be written over. Only here: every removal of an exchange would write its pages once more.
            execute("PRAGMA secure_delete = 1");
            try {
                update(REMOVE.formatted("request"), step.oldest());
                update(REMOVE.formatted("response"), step.oldest());
            } finally {
                execute("PRAGMA secure_delete = 0");
            }
            update(NEXT, step.oldest());
        }
        return step;
    }

    /**
     * Outside of transactions, when none are in the rows any more: leaves nothing of them in the log either. While
     * somebody reads from that it cannot be done, and is left to the next start.
     */
    public void wipeLog() throws SQLException {
        left = false;
        if (LogCut.within(LONGEST_WAIT_FOR_READERS, connection, "main")) {
            execute("DROP TABLE old_hashes");
        }
    }

    private Step choose() throws SQLException {
        int exchanges = 0;
        long bytes = 0;
        long oldest = 0;
        try (PreparedStatement statement = connection.prepareStatement(CHOSEN)) {
            statement.setInt(1, STEP);
            try (ResultSet row = statement.executeQuery()) {
                while (bytes < STEP_BYTES && row.next()) {
                    oldest = row.getLong("id");
                    bytes += row.getLong("bytes");
                    exchanges++;
                }
            }
        }
        return new Step(exchanges, exchanges * BYTES_WRITTEN, oldest);
    }

    private void update(String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** @param oldest the smallest id among them */
    public record Step(int exchanges, long bytes, long oldest) {}
}
