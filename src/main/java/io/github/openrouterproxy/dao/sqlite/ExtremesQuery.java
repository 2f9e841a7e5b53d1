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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Looks among the newest rows for what stands out, in one pass. One connection, one thread, one question. */
final class ExtremesQuery {
    private static final String NEWEST = """
            SELECT e.id, e.status, e.error, e.failed, e.finished_us FROM exchanges e %s ORDER BY e.id DESC LIMIT ?
            """;
    private static final Comparator<ExchangeSummary> SLOWEST_FIRST = Comparator.comparing(
                    ExchangeSummary::duration, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed();

    private final Connection connection;
    private final Conditions conditions;
    /** The shortest of them first. */
    private final PriorityQueue<Lasting> slowest =
            new PriorityQueue<>(Comparator.comparingLong(Lasting::micros).thenComparing(Lasting::id));

    /** The newest of a kind first. */
    private final Map<Kind, Long> failures = new LinkedHashMap<>();

    ExtremesQuery(Connection connection, Conditions conditions) {
        this.connection = connection;
        this.conditions = conditions;
    }

    private record Lasting(long id, long micros) {}

    private record Kind(@Nullable Integer status, @Nullable String error) {}

    Extremes run() throws SQLException {
        int seen = 0;
        try (PreparedStatement statement = connection.prepareStatement(NEWEST.formatted(conditions.where()))) {
            statement.setInt(conditions.bind(statement), Extremes.LOOKED_AT + 1);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next() && ++seen <= Extremes.LOOKED_AT) {
                    look(row);
                }
            }
        }
        return new Extremes(rows(), mostFrequent(), seen <= Extremes.LOOKED_AT);
    }

    private void look(ResultSet row) throws SQLException {
        if (row.getBoolean("failed")) {
            int status = row.getInt("status");
            Kind kind = new Kind(row.wasNull() ? null : (Integer) status, row.getString("error"));
            failures.merge(kind, 1L, Long::sum);
        }
        long micros = row.getLong("finished_us");
        if (!row.wasNull()) {
            slowest.add(new Lasting(row.getLong("id"), micros));
            if (slowest.size() > Extremes.SLOWEST) {
                slowest.remove();
            }
        }
    }

    private List<Failures> mostFrequent() {
        List<Failures> all = new ArrayList<>();
        failures.forEach((kind, count) -> all.add(new Failures(kind.status(), kind.error(), count)));
        return all.stream()
                .sorted(Comparator.comparingLong(Failures::count).reversed())
                .limit(Extremes.FAILURES)
                .toList();
    }

    private List<ExchangeSummary> rows() throws SQLException {
        List<Long> ids = slowest.stream().map(Lasting::id).toList();
        return Rows.summaries(connection, ids).stream().sorted(SLOWEST_FIRST).toList();
    }
}
