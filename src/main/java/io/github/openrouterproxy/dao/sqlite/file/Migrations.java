package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Brings a file to the newest schema; {@code PRAGMA user_version} says where it stands, {@code application_id} that it
 * is ours. Safe when two contexts or processes start at once: whoever comes second finds the work done.
 */
final class Migrations {
    /** One script a version, in order, never changed once released. */
    static final List<String> SCRIPTS = List.of(
            "001-exchanges.sql",
            "002-understanding.sql",
            "004-audit.sql",
            "005-search-index.sql",
            "007-redaction.sql",
            "006-rollups.sql",
            "009-encryption.sql",
            "012-user-labels.sql",
            "010-rollup-grains.sql",
            "011-audit-rooms.sql",
            "013-nano-dollars.sql",
            "014-fetched-answers.sql",
            "015-no-triggers.sql",
            "016-late-answers.sql",
            "017-no-hash-of-what-was-taken-out.sql");

    /** "ORPX", for {@code file(1)} and for ourselves. */
    private static final int APPLICATION_ID = 0x4f525058;

    private static final String WAL = "wal";

    private Migrations() {}

    static int newestVersion() {
        return SCRIPTS.size();
    }

    /**
     * Why this file must not be touched, empty when it may be. Reads only.
     *
     * @throws SQLException when it is no SQLite file, or a broken one
     */
    static Optional<DatabaseException> objection(Connection connection, Path file) throws SQLException {
        long version = number(connection, "PRAGMA user_version");
        if (version > newestVersion()) {
            return Optional.of(new DatabaseException("The database " + file + " has schema version " + version
                    + ", made by a newer openrouter-proxy, and this one knows versions up to " + newestVersion()
                    + ": start the newer program, or let DATABASE_PATH name another file."));
        }
        boolean used = number(connection, "SELECT count(*) FROM sqlite_schema") > 0;
        if (used && number(connection, "PRAGMA application_id") != APPLICATION_ID) {
            return Optional.of(new DatabaseException("The database " + file
                    + " holds the tables of another program: let DATABASE_PATH name another file."));
        }
        return Optional.empty();
    }

    /** @param connection of its own, with a busy timeout */
    static void migrate(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
                // Has to come before the first table, and before the log.
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            statement.execute("PRAGMA journal_mode = " + WAL);
            statement.execute("BEGIN IMMEDIATE");
            try {
                // Once more, since another process may have been faster.
                Optional<DatabaseException> objection = objection(connection, file);
                if (objection.isPresent()) {
                    throw objection.get();
                }
                apply(statement, SCRIPTS.subList((int) number(connection, "PRAGMA user_version"), newestVersion()));
                statement.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                statement.execute("ROLLBACK");
                throw e;
            }
        }
    }

    private static void apply(Statement statement, List<String> scripts) throws SQLException {
        if (scripts.isEmpty()) {
            return;
        }
        for (String script : scripts) {
            statement.executeUpdate(text(script));
        }
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + newestVersion());
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    static String text(String script) {
        try (InputStream in = Migrations.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException(script + " is not in the archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DatabaseException("Cannot read " + script, e);
        }
    }
}
