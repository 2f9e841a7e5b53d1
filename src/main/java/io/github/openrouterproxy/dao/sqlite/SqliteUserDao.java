package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Knows users by their exchanges. Any thread. */
final class SqliteUserDao implements UserDao {
    private static final String EXISTS = "SELECT 1 FROM exchanges WHERE user_fingerprint = ? LIMIT 1";

    private final ReadPool pool;

    SqliteUserDao(ReadPool pool) {
        this.pool = pool;
    }

    @Override
    public boolean exists(String fingerprint) {
        return pool.ask("look for a user", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
                statement.setString(1, fingerprint);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next();
                }
            }
        });
    }
}
