package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Extremes;
import io.github.openrouterproxy.dao.Extremes.Failures;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks among the newest rows for what stands out. One connection, one thread. */
final class ExtremesQuery {
    private static final String NEWEST = """
            (SELECT e.id, e.status, e.error, e.failed, e.finished_us FROM exchanges e %s ORDER BY e.id DESC LIMIT ?)
            """;
    private static final String COUNT = "SELECT count(*) FROM " + NEWEST;
    private static final String FAILURES = "SELECT status, error, count(*) FROM " + NEWEST + """
            WHERE failed GROUP BY status, error ORDER BY count(*) DESC, max(id) DESC LIMIT ?
            """;
    private static final String SLOWEST = "SELECT * FROM exchanges WHERE id IN (SELECT id FROM " + NEWEST + """
              WHERE finished_us IS NOT NULL ORDER BY finished_us DESC LIMIT ?)
            ORDER BY finished_us DESC, id DESC
            """;

    private final Connection connection;
    private final Conditions conditions;

    ExtremesQuery(Connection connection, Conditions conditions) {
        this.connection = connection;
        this.conditions = conditions;
    }

    Extremes run() throws SQLException {
        return new Extremes(slowest(), failures(), count() <= Extremes.LOOKED_AT);
    }

    private List<ExchangeSummary> slowest() throws SQLException {
        try (PreparedStatement statement = prepared(SLOWEST, Extremes.LOOKED_AT, Extremes.SLOWEST);
                ResultSet rows = statement.executeQuery()) {
            return Rows.summaries(rows);
        }
    }

    private List<Failures> failures() throws SQLException {
        List<Failures> failures = new ArrayList<>();
        try (PreparedStatement statement = prepared(FAILURES, Extremes.LOOKED_AT, Extremes.FAILURES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                int status = row.getInt(1);
                failures.add(new Failures(row.wasNull() ? null : (Integer) status, row.getString(2), row.getLong(3)));
            }
        }
        return failures;
    }

    private long count() throws SQLException {
        try (PreparedStatement statement = prepared(COUNT, Extremes.LOOKED_AT + 1);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private PreparedStatement prepared(String query, int... limits) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query.formatted(conditions.where()));
        int next = conditions.bind(statement);
        for (int limit : limits) {
            statement.setInt(next++, limit);
        }
        return statement;
    }
}
