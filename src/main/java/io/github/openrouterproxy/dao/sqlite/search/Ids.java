package io.github.openrouterproxy.dao.sqlite.search;

import java.sql.SQLException;

/** Ids of exchanges that may bear a text, newest first, read as far as they are asked for. Confined to one call. */
interface Ids {
    long NONE = -1;

    /** The newest one not taken yet; {@link #NONE} after the last. */
    long peek() throws SQLException;

    void take() throws SQLException;

    /** Whether their texts need not be looked at. */
    boolean certain();

    /** Ends the look that they are read in. */
    void close() throws SQLException;
}
