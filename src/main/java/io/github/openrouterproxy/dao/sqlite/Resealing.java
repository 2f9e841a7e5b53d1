package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.LogCut;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal.Field;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal.Sealed;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings every body under the first key: those recorded before there was one, and those under an earlier one. For a
 * process of its own while nobody records. One thread.
 *
 * <p>Each row names its key, and is written with it in one transaction, so that one which is killed needs only be
 * started again.
 */
public final class Resealing implements AutoCloseable {
    private static final int STEP_BODIES = 50;
    private static final long STEP_BYTES = 8L << 20;

    /** The log is moved into the file as it grows, for nobody else does it now. */
    private static final String SETTINGS = "PRAGMA secure_delete = 1; PRAGMA wal_autocheckpoint = 2000;";

    private static final String UNDER_OTHERS = """
            SELECT id, key_id, body FROM %s
            WHERE id > ? AND octet_length(body) > 0 AND key_id IS NOT ? ORDER BY id LIMIT %d
            """;

    private static final String WRITE = "UPDATE %s SET body = ?, key_id = ? WHERE id = ?";
    private static final Duration LONGEST_WAIT_FOR_READERS = Duration.ofSeconds(5);

    private final DatabaseFile file;
    private final Connection connection;
    private final BodySeal seal;
    private final String keyId;
    private Field field = Field.REQUEST_BODY;
    private long last = Long.MIN_VALUE;
    private long unreadable;

    private Resealing(DatabaseFile file, Connection connection, BodySeal seal, String keyId) {
        this.file = file;
        this.connection = connection;
        this.seal = seal;
        this.keyId = keyId;
    }

    /** @throws DatabaseException whose message is one sentence that says what to do */
    public static Resealing open(StoreSettings settings) {
        BodySeal seal = new BodySeal(
                settings.encryptionKeys().stream().map(Secret::value).toList());
        String keyId = seal.keyId()
                .orElseThrow(() -> new DatabaseException("No key is set: let ENCRYPTION_KEY or ENCRYPTION_KEY_FILE"
                        + " name the new one first, then those from before."));
        if (Files.notExists(settings.database())) {
            throw new DatabaseException("There is no database " + settings.database() + ": let DATABASE_PATH name it.");
        }
        DatabaseFile file = DatabaseFile.open(settings.database(), null, true);
        try {
            Connection connection = file.writing();
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(SETTINGS);
            }
            return new Resealing(file, connection, seal, keyId);
        } catch (SQLException e) {
            file.close();
            throw SqlFailure.opening(settings.database(), e);
        }
    }

    /** @return how many bodies were brought under the key, some at a time; empty when all were looked at */
    public Optional<Integer> step() {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            List<Row> rows = rows();
            int sealed = write(rows);
            statement.executeUpdate("COMMIT");
            if (!rows.isEmpty()) {
                last = rows.get(rows.size() - 1).id();
                return Optional.of(sealed);
            }
        } catch (SQLException e) {
            throw SqlFailure.doing("encrypt what is there", e);
        }
        if (field == Field.RESPONSE_BODY) {
            return Optional.empty();
        }
        field = Field.RESPONSE_BODY;
        last = Long.MIN_VALUE;
        return Optional.of(0);
    }

    /** How many bodies so far stay as they are: their key is not among those set, or they were changed. */
    public long unreadable() {
        return unreadable;
    }

    /**
     * Leaves nothing of what the rows held before: neither in free pages, nor in the log, nor in the index, which is
     * made anew at the next start.
     *
     * @throws DatabaseException when others have the file open
     */
    public void wipe() {
        try {
            file.remakeSearch();
            try (Connection search = file.search()) {
                moveLog(search);
            }
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("VACUUM");
            }
            moveLog(connection);
        } catch (SQLException e) {
            throw SqlFailure.doing("wipe what was there", e);
        }
    }

    /** What was not committed is not done. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqlFailure.doing("close the database", e);
        } finally {
            file.close();
        }
    }

    private List<Row> rows() throws SQLException {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement statement =
                connection.prepareStatement(UNDER_OTHERS.formatted(table(field), STEP_BODIES))) {
            statement.setLong(1, last);
            statement.setString(2, keyId);
            try (ResultSet row = statement.executeQuery()) {
                while (bytes < STEP_BYTES && row.next()) {
                    Row found = new Row(row.getLong(1), row.getString(2), row.getBytes(3));
                    rows.add(found);
                    bytes += found.body().length;
                }
            }
        }
        return rows;
    }

    private int write(List<Row> rows) throws SQLException {
        int written = 0;
        try (PreparedStatement statement = connection.prepareStatement(WRITE.formatted(table(field)))) {
            for (Row row : rows) {
                Optional<byte[]> plain = seal.open(row.id(), field, row.keyId(), row.body());
                if (plain.isEmpty()) {
                    unreadable++;
                    continue;
                }
                Sealed sealed = seal.seal(row.id(), field, plain.get());
                statement.setBytes(1, sealed.bytes());
                statement.setString(2, sealed.keyId());
                statement.setLong(3, row.id());
                written += statement.executeUpdate();
            }
        }
        return written;
    }

    private static void moveLog(Connection connection) throws SQLException {
        if (!LogCut.within(LONGEST_WAIT_FOR_READERS, connection, "main")) {
            throw new DatabaseException(
                    "Somebody else has the database open, so that its log still holds old bodies: close it, and"
                            + " start this command again.");
        }
    }

    private static String table(Field field) {
        return switch (field) {
            case REQUEST_BODY -> "request_contents";
            case RESPONSE_BODY -> "response_contents";
        };
    }

    /** @param keyId null when the body is not encrypted */
    private record Row(long id, @Nullable String keyId, byte[] body) {}
}
