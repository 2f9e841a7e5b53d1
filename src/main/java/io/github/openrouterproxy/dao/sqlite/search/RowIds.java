package io.github.openrouterproxy.dao.sqlite.search;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** As a query gives them, newest first. Confined to one look. */
final class RowIds implements Ids {
    private final PreparedStatement statement;
    private final ResultSet rows;
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
        next = rows.next() ? rows.getLong(1) : NONE;
    }

    @Override
    public boolean certain() {
        return false;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
