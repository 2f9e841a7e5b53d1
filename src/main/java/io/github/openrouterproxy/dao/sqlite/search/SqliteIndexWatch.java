package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.IndexWatch;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Counts what the index has not taken in yet, up to a bound. Any thread. */
public final class SqliteIndexWatch implements IndexWatch {
    private static final String BEHIND = """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM index_queue WHERE seq > ? LIMIT ?))
                 + (SELECT count(*) FROM (SELECT 1 FROM exchanges WHERE id < ? LIMIT ?))
            """;

    private final ReadPool pool;
    private final IndexDamage damage;
    private final IndexRoom room;

    public SqliteIndexWatch(ReadPool pool, IndexDamage damage, IndexRoom room) {
        this.room = room;
        this.pool = pool;
        this.damage = damage;
    }

    @Override
    public IndexProgress progress() {
        return new IndexProgress(
                pool.ask("see how far the search index is", SqliteIndexWatch::behind),
                damage.mended(),
                room.isLacking());
    }

    private static long behind(Connection connection) throws SQLException {
        IndexState state = IndexState.read(connection);
        try (PreparedStatement statement = connection.prepareStatement(BEHIND)) {
            // What is indexed from before would be counted twice where nothing is in the index.
            statement.setLong(1, state.isNothing() ? Long.MAX_VALUE : state.doneSeq());
            statement.setLong(2, IndexProgress.MOST);
            statement.setLong(3, state.before());
            statement.setLong(4, IndexProgress.MOST);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Math.min(IndexProgress.MOST, row.getLong(1)) : 0;
            }
        }
    }
}
