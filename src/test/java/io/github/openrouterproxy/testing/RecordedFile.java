package io.github.openrouterproxy.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database as any SQLite tool sees it. Any thread; a connection a call. */
public final class RecordedFile {
    /**
     * A line of the view {@code requests}.
     *
     * @param duration in milliseconds
     */
    public record Row(
            String id,
            String state,
            String method,
            String url,
            @Nullable Integer status,
            String requestBody,
            String responseBody,
            @Nullable Double duration,
            @Nullable String error) {}

    private final Path database;

    public RecordedFile(Path database) {
        this.database = database;
    }

    /** Oldest first. */
    public List<Row> rows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // One picture for both queries.
            statement.execute("BEGIN");
            Map<String, String> states = new HashMap<>();
            try (ResultSet found = statement.executeQuery("SELECT printf('%016x', id), state FROM exchanges")) {
                while (found.next()) {
                    states.put(found.getString(1), found.getString(2));
                }
            }
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("""
                    SELECT id, method, url, response_status, body, response_body, duration_ms, error
                      FROM requests ORDER BY id""")) {
                while (found.next()) {
                    rows.add(row(found, states.getOrDefault(found.getString("id"), "")));
                }
            }
            return rows;
        }
    }

    /** The one column of a query, null as the word. */
    public List<String> column(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (found.next()) {
                values.add(String.valueOf(found.getString(1)));
            }
            return values;
        }
    }

    public String integrityCheck() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            return result.getString(1);
        }
    }

    /** Changes the file behind the program's back. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    private static Row row(ResultSet found, String state) throws SQLException {
        int status = found.getInt("response_status");
        boolean hasStatus = !found.wasNull();
        double duration = found.getDouble("duration_ms");
        boolean hasDuration = !found.wasNull();
        return new Row(
                found.getString("id"),
                state,
                found.getString("method"),
                found.getString("url"),
                hasStatus ? status : null,
                text(found.getBytes("body")),
                text(found.getBytes("response_body")),
                hasDuration ? duration : null,
                found.getString("error"));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
