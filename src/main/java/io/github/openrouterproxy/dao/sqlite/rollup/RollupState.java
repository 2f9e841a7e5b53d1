package io.github.openrouterproxy.dao.sqlite.rollup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How far the rollups are.
 *
 * @param unbuiltBefore exchanges of smaller ids are not in them yet; {@link #FROM_SCRATCH} asks to begin again
 * @param foldedTo in seconds: hours and days hold what began before, minutes everything
 */
record RollupState(long unbuiltBefore, long foldedTo) {
    static final long FROM_SCRATCH = Long.MAX_VALUE;

    /** For {@link #read(PreparedStatement)}. */
    static final String READ = "SELECT unbuilt_before, folded_to FROM rollup_state";

    private static final String WRITE = "UPDATE rollup_state SET unbuilt_before = ?, folded_to = ?";

    static RollupState read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            return read(statement);
        }
    }

    static RollupState read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("nothing is known of the rollups");
            }
            return new RollupState(row.getLong(1), row.getLong(2));
        }
    }

    void write(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setLong(1, unbuiltBefore);
            statement.setLong(2, foldedTo);
            statement.executeUpdate();
        }
    }

    boolean isComplete() {
        return unbuiltBefore <= 0;
    }
}
