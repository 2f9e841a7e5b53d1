package io.github.openrouterproxy.dao.sqlite.search;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.PriorityQueue;

/**
 * The ids a query gives, newest first, read as far as they are asked for. The query may give them in another order
 * as long as it says with each what no later one exceeds. Confined to one call.
 */
final class Candidates implements AutoCloseable {
    static final long NONE = -1;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final boolean certain;
    private final PriorityQueue<Long> ahead = new PriorityQueue<>((a, b) -> Long.compare(b, a));
    private long bound = Long.MAX_VALUE;
    private boolean exhausted;

    /**
     * @param statement gives id and bound; bound and closed here
     * @param certain whether they need not be looked at
     */
    Candidates(PreparedStatement statement, boolean certain) throws SQLException {
        this.statement = statement;
        this.certain = certain;
        this.rows = statement.executeQuery();
    }

    boolean certain() {
        return certain;
    }

    /** The newest one not taken yet. */
    long peek() throws SQLException {
        while (!exhausted && (ahead.isEmpty() || ahead.element() < bound)) {
            if (rows.next()) {
                ahead.add(rows.getLong(1));
                bound = rows.getLong(2);
            } else {
                exhausted = true;
            }
        }
        return ahead.isEmpty() ? NONE : ahead.element();
    }

    void take() {
        ahead.remove();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
