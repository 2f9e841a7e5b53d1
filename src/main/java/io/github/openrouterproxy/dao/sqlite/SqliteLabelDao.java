package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.labels.LabelDao;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection, one statement a transaction: the recorder's writer waits for none of them. Any thread. */
final class SqliteLabelDao implements LabelDao, AutoCloseable {
    private static final String ALL = "SELECT user_fingerprint, label FROM user_labels";
    private static final String SET = """
            INSERT INTO user_labels (user_fingerprint, label) VALUES (?, ?)
            ON CONFLICT (user_fingerprint) DO UPDATE SET label = excluded.label
            """;
    private static final String REMOVE = "DELETE FROM user_labels WHERE user_fingerprint = ?";

    private final Connection connection;

    /** @param connection may write; closed with this */
    SqliteLabelDao(Connection connection) {
        this.connection = connection;
    }

    @Override
    public synchronized Map<String, String> seenBy(Scope scope) {
        if (!(scope instanceof Scope.Everyone)) {
            return Map.of();
        }
        Map<String, String> labels = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                labels.put(row.getString(1), row.getString(2));
            }
            return labels;
        } catch (SQLException e) {
            throw SqlFailure.doing("read labels", e);
        }
    }

    @Override
    public synchronized void set(String fingerprint, @Nullable String label) {
        try (PreparedStatement statement = connection.prepareStatement(label == null ? REMOVE : SET)) {
            statement.setString(1, fingerprint);
            if (label != null) {
                statement.setString(2, label);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailure.doing("write a label", e);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
