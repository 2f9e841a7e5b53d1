package io.github.openrouterproxy.dao.sqlite.audit;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection that writes, one statement a transaction: the recorder's writer waits for none of them longer than a
 * row takes. Readers have connections of their own, and wait for neither. Any thread.
 */
public final class SqliteAuditDao implements AuditDao, AutoCloseable {
    private static final String ADD = """
            INSERT INTO audit (at_ms, action, who, address, detail, sees_everyone) VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String NEWEST = """
            SELECT id, at_ms, action, who, address, detail, sees_everyone
              FROM audit
             WHERE id < ? AND at_ms >= ?
             ORDER BY id DESC
             LIMIT ?""";

    /**
     * What anybody can do as often as he likes has rooms of its own: wrong keys, tries in a pause, and what
     * users do. So have changes,
     * which nothing else pushes out.
     */
    private static final String TO_REMOVE = """
            SELECT id FROM (SELECT id FROM audit WHERE at_ms < ?1 ORDER BY id LIMIT 1000)
            UNION
            SELECT id FROM (SELECT id FROM audit WHERE action = 'login_failed'
                             ORDER BY id DESC LIMIT 1000 OFFSET ?2 / 2)
            UNION
            SELECT id FROM (SELECT id FROM audit WHERE action = 'login_postponed'
                             ORDER BY id DESC LIMIT 1000 OFFSET ?2 / 2)
            UNION
            SELECT id FROM (SELECT id FROM audit WHERE action = 'change'
                             ORDER BY id DESC LIMIT 1000 OFFSET ?2)
            UNION
            SELECT id FROM (SELECT id FROM audit WHERE action NOT IN ('login_failed', 'login_postponed', 'change')
                                                   AND sees_everyone = 0
                             ORDER BY id DESC LIMIT 1000 OFFSET ?2)
            UNION
            SELECT id FROM (SELECT id FROM audit WHERE action NOT IN ('login_failed', 'login_postponed', 'change')
                                                   AND sees_everyone = 1
                             ORDER BY id DESC LIMIT 1000 OFFSET ?2)""";

    private static final String REMOVE = "DELETE FROM audit WHERE id IN (SELECT value FROM json_each(?))";

    /** So many in one transaction, for which the recorder's writer may have to wait. */
    private static final int REMOVED_AT_ONCE = 200;

    private final Connection connection;
    private final ReadPool pool;

    /** @param connection may write; closed with this */
    public SqliteAuditDao(Connection connection, ReadPool pool) {
        this.connection = connection;
        this.pool = pool;
    }

    @Override
    public synchronized void add(AuditEntry entry) {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setLong(1, entry.at().toEpochMilli());
            statement.setString(2, entry.action().text());
            statement.setString(3, entry.who());
            statement.setString(4, entry.address());
            statement.setString(5, entry.detail());
            statement.setBoolean(6, entry.powerful());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException("Cannot write the audit", e);
        }
    }

    @Override
    public List<AuditEntry> newest(Scope scope, Instant oldest, int limit, @Nullable Long before) {
        if (!(scope instanceof Scope.Everyone)) {
            return List.of();
        }
        return pool.ask("read the audit", reading -> {
            try (PreparedStatement statement = reading.prepareStatement(NEWEST)) {
                statement.setLong(1, before == null ? Long.MAX_VALUE : before);
                statement.setLong(2, oldest.toEpochMilli());
                statement.setInt(3, limit);
                List<AuditEntry> entries = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        entries.add(entry(row));
                    }
                }
                return entries;
            }
        });
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                AuditAction.of(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7));
    }

    /** What to remove is looked for before, when the recorder's writer need not wait for it. */
    @Override
    public synchronized int prune(Instant oldestKept, long most) {
        try {
            List<Long> ids = toRemove(oldestKept, most);
            for (int from = 0; from < ids.size(); from += REMOVED_AT_ONCE) {
                remove(ids.subList(from, Math.min(ids.size(), from + REMOVED_AT_ONCE)));
            }
            return ids.size();
        } catch (SQLException e) {
            throw new DatabaseException("Cannot shorten the audit", e);
        }
    }

    private List<Long> toRemove(Instant oldestKept, long most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TO_REMOVE)) {
            statement.setLong(1, oldestKept.toEpochMilli());
            statement.setLong(2, most);
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
            return ids;
        }
    }

    private void remove(List<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setString(1, ids.toString());
            statement.executeUpdate();
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
