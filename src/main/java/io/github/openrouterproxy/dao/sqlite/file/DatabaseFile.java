package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.dao.sqlite.file.jvm.JvmBoard;
import io.github.openrouterproxy.dao.sqlite.file.jvm.JvmGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file that is held for one context: of the newest schema, with no second copy of the driver on it, and when
 * recording with no second writer. Any thread.
 */
public final class DatabaseFile implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Connections connections;
    private final SameFile same;
    private final ReadersPause pause;
    private final Path searchFile;
    private final JvmBoard board;
    private final Closing held;

    private DatabaseFile(Connections connections, Path file, Path searchFile, JvmBoard board, Closing held) {
        this.connections = connections;
        this.same = new SameFile(file);
        this.pause = new ReadersPause(file);
        this.searchFile = searchFile;
        this.board = board;
        this.held = held;
    }

    /**
     * @param shared a data source of the driver's copy to use; null for the application's own
     * @throws DatabaseException whose message is one sentence that says what to do
     */
    public static DatabaseFile open(Path database, @Nullable DataSource shared, boolean recording) {
        return open(database, SqliteDriver.of(shared), recording);
    }

    static DatabaseFile open(Path database, SqliteDriver driver, boolean recording) {
        Closing held = new Closing();
        held.add(driver::release);
        try {
            Path file = FileAccess.prepare(database);
            held.add(JvmGuard.hold(file, driver.identity(), recording));
            return open(file, driver, recording, held);
        } catch (RuntimeException e) {
            held.closeAfter(e);
            throw e;
        }
    }

    private static DatabaseFile open(Path file, SqliteDriver driver, boolean recording, Closing held) {
        try {
            inspect(driver, file);
            JvmBoard board = new JvmBoard(file);
            if (recording) {
                held.add(RecordingLock.hold(file));
                finishRestore(file);
                held.add(board::wipe);
            }
            Path searchFile = file.resolveSibling(file.getFileName() + SearchFile.ENDING);
            Connections connections = new Connections(driver, file, searchFile);
            patiently(() -> migrate(connections, file));
            patiently(() -> SearchFile.prepare(connections, searchFile, recording));
            return new DatabaseFile(connections, file, searchFile, board, held);
        } catch (SQLException e) {
            throw SqlFailure.opening(file, e);
        }
    }

    /** A connection that can only ask questions; it knows the full-text index as {@code search}. */
    public Connection reading() throws SQLException {
        same.check();
        return connections.reading();
    }

    public Connection writing() throws SQLException {
        same.check();
        return connections.writing();
    }

    /** A connection that may write, for a few rows of the monitor's own. */
    public Connection noting() throws SQLException {
        same.check();
        return connections.noting();
    }

    /** Tells whether the path still leads to this file. */
    public SameFile same() {
        return same;
    }

    /** Where whoever records says how it fares. */
    public RecordingBoard board() {
        return board;
    }

    /** To be awaited before anything is read. */
    public ReadersPause pause() {
        return pause;
    }

    /** Reads everything and writes the full-text index, which it knows as {@code search}. */
    public Connection indexing() throws SQLException {
        same.check();
        return connections.indexing();
    }

    /** To the file of the full-text index alone. */
    public Connection search() throws SQLException {
        same.check();
        return connections.search();
    }

    /** Throws away what is in the full-text index, be it damaged; nobody else may write it meanwhile. */
    public void remakeSearch() throws SQLException {
        same.check();
        SearchFile.remake(connections);
    }

    /** How large the file of the full-text index is. */
    public long searchBytes() {
        return searchFile.toFile().length();
    }

    /** How long the write-ahead log of that file is. */
    public long searchLogBytes() {
        return searchFile
                .resolveSibling(searchFile.getFileName() + "-wal")
                .toFile()
                .length();
    }

    /** Where the files lie. */
    public Path folder() {
        return Optional.ofNullable(searchFile.getParent()).orElse(Path.of(""));
    }

    /** Lets others in; every connection must be closed before. */
    @Override
    public void close() {
        held.close();
    }

    /** Looks before anything is written, be it the mode of the log. */
    private static void inspect(SqliteDriver driver, Path file) throws SQLException {
        try (Connection connection = driver.connectReadOnly(file)) {
            throwIfPresent(Migrations.objection(connection, file));
        } catch (SQLException e) {
            // A process that died while it created the file left it to be repaired, which this connection may not do.
            if (e.getErrorCode() != SqlFailure.READONLY) {
                throw e;
            }
        }
    }

    /** The fingerprints' secret is read after this. */
    private static void finishRestore(Path file) {
        try {
            Replacement.finish(file);
        } catch (IOException e) {
            throw new DatabaseException(
                    "A restore of " + file + " that was stopped cannot be finished: " + e + ": restore once more.", e);
        }
    }

    private static void migrate(Connections connections, Path file) throws SQLException {
        try (Connection connection = connections.writing()) {
            throwIfPresent(Migrations.objection(connection, file));
            Migrations.migrate(connection, file);
        }
    }

    /** Whoever else starts at this moment may hold a file in a way that SQLite does not wait for. */
    private static void patiently(Step step) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                step.run();
                return;
            } catch (SQLException e) {
                if (e.getErrorCode() != SqlFailure.BUSY || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    private static void throwIfPresent(Optional<DatabaseException> objection) {
        if (objection.isPresent()) {
            throw objection.get();
        }
    }
}
