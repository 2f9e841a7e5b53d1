package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs a database up while another process records into it, and puts a backup in its place. For a process of its own:
 * SQLite's locks exclude between processes, while a second copy of it in the recording one would destroy the file.
 */
public final class DatabaseCopy {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCopy.class);
    private static final String PATIENCE = "PRAGMA busy_timeout = 30000";

    /** So that an index beside the file, which knows of later exchanges, is taken for that of another database. */
    private static final String BECOME_ANOTHER = "UPDATE index_identity SET token = randomblob(16)";

    /** A backup of an older version has none. */
    private static final String HAS_IDENTITY = "SELECT 1 FROM sqlite_schema WHERE name = 'index_identity'";

    private DatabaseCopy() {}

    /**
     * Writes all that is committed at this moment, and what belongs to it, to {@code backup}.
     *
     * @throws DatabaseException whose message is one sentence that says what to do
     */
    public static void backUp(Path database, Path backup) {
        if (Files.notExists(database)) {
            throw new DatabaseException("There is no database " + database + ": let DATABASE_PATH name it.");
        }
        refuseHalfRestored(database);
        refuseExisting(backup);
        refuseExisting(SecretFile.beside(backup));
        copy(database, backup);
        copySecret(database, backup);
    }

    /**
     * Puts a backup where the database is; one that is there already is moved aside.
     *
     * @param suffix for what is moved aside
     * @return what was moved aside, empty when there was nothing
     * @throws DatabaseException whose message is one sentence that says what to do; the database is then as it was
     */
    public static Optional<Path> restore(Path backup, Path database, String suffix) {
        if (Files.notExists(backup)) {
            throw new DatabaseException("There is no backup " + backup + ".");
        }
        Path file = FileAccess.inWritableFolder(database);
        RecordingLock lock = RecordingLock.hold(file);
        try {
            Replacement.finish(file);
            return replace(backup, file, file.resolveSibling(file.getFileName() + suffix));
        } catch (IOException e) {
            throw new DatabaseException("The backup could not be put in place: " + e + ".", e);
        } finally {
            lock.close();
        }
    }

    private static Optional<Path> replace(Path backup, Path file, Path aside) throws IOException {
        Path incoming = Replacement.incoming(file);
        try {
            copy(backup, incoming);
            prove(incoming);
            copySecret(backup, incoming);
            return new Replacement(file, aside).put(incoming);
        } finally {
            // a secret alone would be that of a file which has taken its place
            discard(SecretFile.beside(incoming));
            discard(incoming);
        }
    }

    /** What was read without an error may still have been written with one. */
    private static void prove(Path incoming) {
        try (Connection connection = SqliteDriver.of(null).connectReadOnly(incoming);
                Statement statement = connection.createStatement();
                ResultSet finding = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = finding.next() ? finding.getString(1) : "nothing";
            if (!found.equals("ok")) {
                throw new DatabaseException("The copy of the backup is not sound (" + found + "): look at the disk.");
            }
        } catch (SQLException e) {
            throw new DatabaseException("The copy of the backup cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Through a file beside the target, so that a copy that breaks off is never taken for a whole one. */
    private static void copy(Path source, Path target) {
        Path part = target.toAbsolutePath().resolveSibling(target.getFileName() + ".part");
        SqliteDriver driver = SqliteDriver.of(null);
        try {
            Files.deleteIfExists(part);
            FileAccess.createPrivately(part);
            write(driver, source, part);
            renew(driver, part);
            Replacement.flush(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (SQLException e) {
            throw new DatabaseException("The database " + source + " could not be copied: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DatabaseException("The copy " + target + " cannot be written: " + e + ".", e);
        } finally {
            discard(part);
        }
    }

    /** One read transaction: what commits meanwhile is not in it, and nobody waits for it. */
    private static void write(SqliteDriver driver, Path source, Path part) throws SQLException {
        try (Connection connection = driver.connectReadOnly(source);
                Statement statement = connection.createStatement();
                PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            statement.executeUpdate(PATIENCE);
            Optional<DatabaseException> objection = Migrations.objection(connection, source);
            if (objection.isPresent()) {
                throw objection.get();
            }
            copy.setString(1, part.toString());
            copy.executeUpdate();
        }
    }

    private static void renew(SqliteDriver driver, Path part) throws SQLException {
        try (Connection connection = driver.connect(part);
                Statement statement = connection.createStatement()) {
            if (hasIdentity(statement)) {
                statement.executeUpdate(BECOME_ANOTHER);
            }
        }
    }

    private static boolean hasIdentity(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery(HAS_IDENTITY)) {
            return table.next();
        }
    }

    /** What is left when the copy did not come to its end. */
    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.warn("{} could not be removed", part, e);
        }
    }

    /** Without what keys are fingerprinted with, users would not find their own calls. */
    private static void copySecret(Path from, Path to) {
        try {
            Path source = SecretFile.of(from);
            if (Files.exists(source)) {
                Path target = SecretFile.beside(to);
                FileAccess.createPrivately(target);
                Files.write(target, Files.readAllBytes(source));
                Replacement.flush(target);
            }
        } catch (IOException e) {
            throw new DatabaseException("The secret of " + from + " cannot be copied: " + e + ".", e);
        }
    }

    /** Its secret is still that of the one before; the two would stay together in the backup. */
    private static void refuseHalfRestored(Path database) {
        try {
            if (Replacement.isHalfDone(database.toRealPath())) {
                throw new DatabaseException("A restore of " + database
                        + " broke off before its last step: start the server, which takes it, or restore again.");
            }
        } catch (IOException e) {
            throw new DatabaseException("The database " + database + " cannot be found: " + e + ".", e);
        }
    }

    private static void refuseExisting(Path file) {
        if (Files.exists(file)) {
            throw new DatabaseException("There is a file " + file + " already: name a new one.");
        }
    }
}
