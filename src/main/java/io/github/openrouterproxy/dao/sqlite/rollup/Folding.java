package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.sqlite.rollup.Cells.Cell;
import io.github.openrouterproxy.dao.sqlite.rollup.Cells.Changes;
import io.github.openrouterproxy.dao.sqlite.rollup.Minutes.Minute;
import io.github.openrouterproxy.dao.sqlite.rollup.Tally.Sum;
import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Brings minutes into their rows, and into those of the hours and days they belong to. The writer thread only. */
final class Folding {
    private static final List<Width> WIDE = List.of(Width.HOUR, Width.DAY);
    private static final String MINUTES = """
            SELECT r.start, r.figures, s.user_fingerprint, s.user_mask, s.model, s.status, s.failed
            FROM rollups r JOIN rollup_series s ON s.series = r.series
            WHERE r.grain = 0 AND r.width = 60 AND r.start >= ? AND r.start < ?
            """;

    private final Cells cells;
    private final SeriesNumbers numbers;
    private final SeriesSweep sweep;
    private final PreparedStatement minutes;

    Folding(Connection connection) throws SQLException {
        numbers = new SeriesNumbers(connection);
        sweep = new SeriesSweep(connection, numbers);
        cells = new Cells(connection, sweep::dayGone);
        minutes = connection.prepareStatement(MINUTES);
    }

    /** @param folded minutes before this moment, in seconds, change their hours and days as well */
    void apply(Minutes changed, long folded) throws SQLException {
        Changes changes = new Changes();
        for (Map.Entry<Minute, Tally> change : changed.changes().entrySet()) {
            Minute minute = change.getKey();
            changes.of(cell(Grain.FULL, Width.MINUTE, minute)).add(change.getValue());
            if (minute.start() < folded) {
                widen(minute, change.getValue(), changes);
            }
        }
        cells.apply(changes);
    }

    /** Takes the minutes from one moment to another, in seconds, into their hours and days. */
    void fold(long from, long to) throws SQLException {
        Changes changes = new Changes();
        new Parameters(minutes).number(from).number(to);
        try (ResultSet row = minutes.executeQuery()) {
            while (row.next()) {
                Tally tally = new Tally();
                tally.addWritten(row.getBytes("figures"));
                widen(new Minute(row.getLong("start"), Series.of(row)), tally, changes);
            }
        }
        cells.apply(changes);
    }

    /** What removes series that nothing is left of. */
    SeriesSweep sweep() {
        return sweep;
    }

    /** The numbers that were given out may be others now. */
    void forget() {
        numbers.forget();
        sweep.abandon();
    }

    private void widen(Minute minute, Tally tally, Changes changes) throws SQLException {
        for (Width width : WIDE) {
            for (Grain grain : Grain.values()) {
                changes.of(cell(grain, width, minute)).add(tally);
            }
            if (minute.series().model() != null) {
                long model = numbers.of(Grain.MODEL, minute.series());
                changes.of(cell(Grain.USER, width, minute)).models().add(Math.toIntExact(model), tally.sum(Sum.CALLS));
            }
        }
    }

    private Cell cell(Grain grain, Width width, Minute minute) throws SQLException {
        return new Cell(grain, width, width.startOf(minute.start()), numbers.of(grain, minute.series()));
    }
}
