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
    private static final String READ =
            "SELECT figures FROM rollups WHERE grain = ? AND width = ? AND start = ? AND series = ?";
    private static final String WRITE =
            "INSERT OR REPLACE INTO rollups (grain, width, start, series, figures) VALUES (?, ?, ?, ?, ?)";
    private static final String DELETE =
            "DELETE FROM rollups WHERE grain = ? AND width = ? AND start = ? AND series = ?";
    private final Runnable dayGone;
    private final PreparedStatement read;
    private final PreparedStatement write;
    private final PreparedStatement delete;

    /** @param dayGone runs for each row of a day that is removed */
    Cells(Connection connection, Runnable dayGone) throws SQLException {
        this.dayGone = dayGone;
        read = connection.prepareStatement(READ);
        write = connection.prepareStatement(WRITE);
        delete = connection.prepareStatement(DELETE);
    }

    /** @param start in seconds */
    record Cell(Grain grain, Width width, long start, long series) {}

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

    private void apply(Cell cell, Tally change) throws SQLException {
        bind(read, cell);
        try (ResultSet row = read.executeQuery()) {
            if (row.next()) {
                change.addWritten(row.getBytes("figures"));
            }
        }
        if (change.isEmpty()) {
            bind(delete, cell);
            if (delete.executeUpdate() > 0 && cell.width() == Width.DAY) {
                dayGone.run();
            }
        } else {
            bind(write, cell).bytes(change.written());
            write.executeUpdate();
        }
    }

    private static Parameters bind(PreparedStatement statement, Cell cell) throws SQLException {
        return new Parameters(statement)
                .number(cell.grain().number())
                .number(cell.width().seconds())
                .number(cell.start())
                .number(cell.series());
    }
}
