package io.github.openrouterproxy.dao.sqlite.table;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fills the parameters of one statement from left to right; null becomes NULL. One thread. */
public final class Parameters {
    private final PreparedStatement statement;
    private int next = 1;

    public Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    public Parameters text(@Nullable String value) throws SQLException {
        if (value == null) {
            return nothing();
        }
        statement.setString(next++, value);
        return this;
    }

    public Parameters number(long value) throws SQLException {
        statement.setLong(next++, value);
        return this;
    }

    public Parameters number(@Nullable Number value) throws SQLException {
        return value == null ? nothing() : number(value.longValue());
    }

    public Parameters micros(@Nullable Duration value) throws SQLException {
        return value == null ? nothing() : number(Micros.of(value));
    }

    public Parameters flag(boolean value) throws SQLException {
        return number(value ? 1 : 0);
    }

    /** No bytes become NULL. */
    public Parameters bytes(byte[] value) throws SQLException {
        if (value.length == 0) {
            return nothing();
        }
        statement.setBytes(next++, value);
        return this;
    }

    private Parameters nothing() throws SQLException {
        statement.setNull(next++, Types.NULL);
        return this;
    }
}
