package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The file of the full-text index, beside the database's. Everything in it can be made anew from the database, so that
 * one that is damaged, or of another version, is thrown away.
 */
final class SearchFile {
    static final String ENDING = ".search";

    /** "ORPS". */
    private static final int APPLICATION_ID = 0x4f525053;

    private static final int VERSION = 2;

    /** Its tables were thrown away, and are not all there again. */
    private static final int BEING_REMADE = -1;

    private SearchFile() {}

    /** @param recording only then may a file be thrown away, since nobody else records into it now */
    static void prepare(Connections connections, Path file, boolean recording) throws SQLException {
        try {
            FileAccess.createPrivately(file);
            if (!isReady(connections) && recording) {
                for (String ending : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ending));
                }
                FileAccess.createPrivately(file);
                if (!isReady(connections)) {
                    throw new DatabaseException("The search index " + file + " cannot be made: remove it.");
                }
            }
        } catch (IOException e) {
            throw new DatabaseException("The search index " + file + " cannot be created or replaced.", e);
        }
    }

    /** Empties a file that others have open and of which only the first page is still sure to be whole. */
    static void remake(Connections connections) throws SQLException {
        try (Connection connection = connections.search();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = 1");
            statement.execute("BEGIN IMMEDIATE");
            statement.executeUpdate("DELETE FROM sqlite_schema");
            statement.execute("PRAGMA user_version = " + BEING_REMADE);
            statement.execute("COMMIT");
            statement.execute("PRAGMA writable_schema = 0");
            statement.execute("VACUUM");
        }
        // a connection that knows nothing of the tables that were there
        try (Connection connection = connections.search();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            create(statement);
            statement.execute("COMMIT");
        }
    }

    private static void create(Statement statement) throws SQLException {
        statement.executeUpdate(Migrations.text("search.sql"));
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + VERSION);
    }

    private static boolean isReady(Connections connections) throws SQLException {
        try (Connection connection = connections.search();
                Statement statement = connection.createStatement()) {
            if (isOurs(statement)) {
                return true;
            }
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("BEGIN IMMEDIATE");
            boolean empty = number(statement, "SELECT count(*) FROM sqlite_schema") == 0
                    && number(statement, "PRAGMA user_version") != BEING_REMADE;
            if (empty) {
                create(statement);
            }
            boolean ours = empty || isOurs(statement);
            statement.execute("COMMIT");
            return ours;
        } catch (SQLException e) {
            if (SqlFailure.isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isOurs(Statement statement) throws SQLException {
        return number(statement, "PRAGMA application_id") == APPLICATION_ID
                && number(statement, "PRAGMA user_version") == VERSION;
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
