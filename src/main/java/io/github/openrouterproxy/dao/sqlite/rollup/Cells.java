package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The rows of {@code rollups}. The writer thread only. */
final class Cells {
    private static final String READ = "SELECT figures FROM rollups WHERE width = ? AND start = ? AND series = ?";
    private static final String WRITE =
            "INSERT OR REPLACE INTO rollups (width, start, series, figures) VALUES (?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM rollups WHERE width = ? AND start = ? AND series = ?";
    private static final String BETWEEN = """
            SELECT series, start, figures FROM rollups WHERE width = ? AND start >= ? AND start < ?
            """;

    private final PreparedStatement read;
    private final PreparedStatement write;
    private final PreparedStatement delete;
    private final PreparedStatement between;

    Cells(Connection connection) throws SQLException {
        read = connection.prepareStatement(READ);
        write = connection.prepareStatement(WRITE);
        delete = connection.prepareStatement(DELETE);
        between = connection.prepareStatement(BETWEEN);
    }

    /** @param start in seconds */
    record Cell(Width width, long start, long series) {
        Cell in(Width wider) {
            return new Cell(wider, wider.startOf(start), series);
        }
    }

    /** What is to be added to the rows. */
    static final class Changes {
        private final Map<Cell, Tally> tallies = new HashMap<>();

        Tally of(Cell cell) {
            return tallies.computeIfAbsent(cell, none -> new Tally());
        }
    }

    void apply(Changes changes) throws SQLException {
        for (Map.Entry<Cell, Tally> change : changes.tallies.entrySet()) {
            apply(change.getKey(), change.getValue());
        }
    }

    /** The minutes from one moment to another, in the hours and days they belong to. */
    Changes widened(long from, long to) throws SQLException {
        Changes changes = new Changes();
        new Parameters(between).number(Width.MINUTE.seconds()).number(from).number(to);
        try (ResultSet row = between.executeQuery()) {
            while (row.next()) {
                Cell minute = new Cell(Width.MINUTE, row.getLong("start"), row.getLong("series"));
                byte[] figures = row.getBytes("figures");
                changes.of(minute.in(Width.HOUR)).addWritten(figures);
                changes.of(minute.in(Width.DAY)).addWritten(figures);
            }
        }
        return changes;
    }

    /** The changes of minutes before a moment, in the hours and days they belong to. */
    static Changes widened(Changes minutes, long before) {
        Changes changes = new Changes();
        minutes.tallies.forEach((minute, tally) -> {
            if (minute.start() < before) {
                changes.of(minute.in(Width.HOUR)).add(tally);
                changes.of(minute.in(Width.DAY)).add(tally);
            }
        });
        return changes;
    }

    /** The latest beginning among the changes; 0 when there are none. */
    static long latest(Changes changes) {
        return changes.tallies.keySet().stream().mapToLong(Cell::start).max().orElse(0);
    }

    private void apply(Cell cell, Tally change) throws SQLException {
        bind(read, cell);
        try (ResultSet row = read.executeQuery()) {
            if (row.next()) {
                change.addWritten(row.getBytes("figures"));
            }
        }
        if (change.isEmpty()) {
            bind(delete, cell);
            delete.executeUpdate();
        } else {
            bind(write, cell).bytes(change.written());
            write.executeUpdate();
        }
    }

    private static Parameters bind(PreparedStatement statement, Cell cell) throws SQLException {
        return new Parameters(statement)
                .number(cell.width().seconds())
                .number(cell.start())
                .number(cell.series());
    }
}
