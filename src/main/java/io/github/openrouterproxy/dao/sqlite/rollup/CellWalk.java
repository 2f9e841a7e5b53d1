package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.sqlite.rollup.FigureWalk.Target;
import io.github.openrouterproxy.dao.sqlite.rollup.Pieces.Piece;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up rows of the rollups. One connection, one thread. */
final class CellWalk {
    private static final String COLUMNS = "e.user_fingerprint, e.user_mask, e.model, e.status, e.failed";

    private static final String SERIES = "SELECT e.series, " + COLUMNS + " FROM rollup_series e ";

    private static final String CELLS =
            "SELECT start, series, figures FROM rollups WHERE grain = ? AND width = ? AND start >= ? AND start < ?";

    /** For few rows of many series. */
    private static final String WITH_SERIES = "SELECT r.start, r.figures, " + COLUMNS + """
             FROM rollups r CROSS JOIN rollup_series e ON e.series = r.series
            WHERE r.grain = ? AND r.width = ? AND r.start >= ? AND r.start < ?
            """;

    private static final long FEW_MINUTES = 2L * Width.HOUR.seconds();

    private final Connection connection;
    private final Conditions conditions;
    private final Target target;
    private final Map<Grain, Map<Long, Series>> series = new EnumMap<>(Grain.class);

    /** @param conditions on the series */
    CellWalk(Connection connection, Conditions conditions, Target target) {
        this.connection = connection;
        this.conditions = conditions;
        this.target = target;
    }

    /**
     * @param grain of hours and days; minutes have the finest
     * @param folded since then, in seconds, there are only some minutes
     */
    void run(List<Piece> pieces, Grain grain, long folded) throws SQLException {
        for (Piece piece : pieces) {
            boolean minutes = piece.width() == Width.MINUTE;
            boolean few = piece.from() >= folded || piece.to() - piece.from() <= FEW_MINUTES;
            if (minutes && few && conditions.areNone()) {
                withSeries(piece);
            } else {
                cells(piece, minutes ? Grain.FULL : grain);
            }
        }
    }

    private void withSeries(Piece piece) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WITH_SERIES)) {
            bind(statement, piece, Grain.FULL);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    byte[] figures = row.getBytes(2);
                    target.add(row.getLong(1), Series.of(row), tally -> tally.addWritten(figures));
                }
            }
        }
    }

    private void cells(Piece piece, Grain grain) throws SQLException {
        Map<Long, Series> known = series.get(grain);
        if (known == null) {
            known = series(grain);
            series.put(grain, known);
        }
        String chosen = conditions.areNone() ? "" : " AND series IN (SELECT value FROM json_each(?))";
        try (PreparedStatement statement = connection.prepareStatement(CELLS + chosen)) {
            bind(statement, piece, grain);
            if (!conditions.areNone()) {
                statement.setString(5, known.keySet().toString());
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Series its = known.get(row.getLong(2));
                    if (its != null) {
                        byte[] figures = row.getBytes(3);
                        target.add(row.getLong(1), its, tally -> tally.addWritten(figures));
                    }
                }
            }
        }
    }

    private Map<Long, Series> series(Grain grain) throws SQLException {
        Map<Long, Series> found = new HashMap<>();
        Conditions its = conditions.and("e.grain = ?", grain.number());
        try (PreparedStatement statement = connection.prepareStatement(SERIES + its.where())) {
            its.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(row.getLong("series"), Series.of(row));
                }
            }
        }
        return found;
    }

    private static void bind(PreparedStatement statement, Piece piece, Grain grain) throws SQLException {
        statement.setInt(1, grain.number());
        statement.setInt(2, piece.width().seconds());
        statement.setLong(3, piece.from());
        statement.setLong(4, piece.to());
    }
}
