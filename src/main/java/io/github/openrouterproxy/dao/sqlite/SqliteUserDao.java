package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Knows users by their exchanges. Any thread. */
final class SqliteUserDao implements UserDao {
    /**
     * Of very many that were refused only the newest are looked at: a login waits for it. A call that bore another key
     * beside its user's proves nothing: the upstream may have charged that one.
     */
    private static final String CALLS = """
            SELECT EXISTS (SELECT 1 FROM exchanges WHERE user_fingerprint = ?1),
                   EXISTS (SELECT 1
                             FROM (SELECT id, prompt_tokens, status, url
                                     FROM exchanges
                                    WHERE user_fingerprint = ?1
                                    ORDER BY id DESC
                                    LIMIT 100) newest
                             LEFT JOIN request_contents sent ON sent.id = newest.id
                            WHERE prompt_tokens > 0 AND status < 400
                              AND instr(replace(replace(
                                    coalesce(headers, '') || substr(url, instr(url || '?', '?')),
                                    '(fp+', '(fp '), '(fp ' || ?1 || ')', ''), '(fp ') = 0)""";

    private final ReadPool pool;

    SqliteUserDao(ReadPool pool) {
        this.pool = pool;
    }

    @Override
    public Calls calls(String fingerprint) {
        return pool.ask("look for a user", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CALLS)) {
                statement.setString(1, fingerprint);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    boolean any = row.getBoolean(1);
                    return row.getBoolean(2) ? Calls.CHARGED : any ? Calls.FOR_NOTHING : Calls.NONE;
                }
            }
        });
    }
}
