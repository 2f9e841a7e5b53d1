package io.github.openrouterproxy.dao.sqlite.search;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;

/** As a query gives them, newest first. Confined to one call; of one look, or kept for those that follow. */
final class RowIds implements Ids {
    private final Queue<Long> kept = new ArrayDeque<>();
    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean isOpen = true;
    private long next;

    /** @param statement bound; closed here */
    RowIds(PreparedStatement statement) throws SQLException {
        this.statement = statement;
        this.rows = statement.executeQuery();
        take();
    }

    @Override
    public long peek() {
        return next;
    }

    @Override
    public void take() throws SQLException {
        if (isOpen) {
            next = rows.next() ? rows.getLong(1) : NONE;
        } else {
            Long first = kept.poll();
            next = first == null ? NONE : first;
        }
    }

    @Override
    public boolean certain() {
        return false;
    }

    /**
     * Before the end of the look that it was begun in.
     *
     * @return whether all that are left are kept; not if they are more than this
     */
    boolean keep(int most) throws SQLException {
        while (isOpen && kept.size() <= most && rows.next()) {
            kept.add(rows.getLong(1));
        }
        return kept.size() <= most;
    }

    @Override
    public void close() throws SQLException {
        isOpen = false;
        statement.close();
    }
}
