package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import io.github.openrouterproxy.exchange.ApiKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers that stand for series in the rows. The writer thread only. */
final class SeriesNumbers {
    private static final int MOST_REMEMBERED = 10_000;
    private static final String FIND = """
            SELECT series FROM rollup_series
            WHERE grain = ? AND user_fingerprint IS ? AND model IS ? AND status IS ? AND failed = ?
            """;
    private static final String ADD = """
            INSERT INTO rollup_series (grain, user_fingerprint, model, status, failed, user_mask)
            VALUES (?, ?, ?, ?, ?, ?) RETURNING series
            """;

    private final Connection connection;
    private final Map<Series.Key, Long> known = new HashMap<>();
    private @Nullable BitSet used;

    SeriesNumbers(Connection connection) {
        this.connection = connection;
    }

    /** @param full of the finest grain */
    long of(Grain grain, Series full) throws SQLException {
        Series series = grain.of(full);
        Series.Key key = series.key(grain);
        Long remembered = known.get(key);
        long its = remembered == null ? looked(key, series) : remembered;
        if (used != null) {
            used.set(Math.toIntExact(its));
        }
        return its;
    }

    private long looked(Series.Key key, Series series) throws SQLException {
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        long number = found(key);
        long its = number > 0 ? number : added(key, series.user());
        known.put(key, its);
        return its;
    }

    /** What was added may be gone again. */
    void forget() {
        known.clear();
    }

    /** @param uses where each number is noted that is given out from now on; null for nowhere */
    void noteIn(@Nullable BitSet uses) {
        used = uses;
    }

    private long found(Series.Key key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            bound(statement, key);
            return number(statement);
        }
    }

    private long added(Series.Key key, @Nullable ApiKey user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            bound(statement, key).text(user == null ? null : user.mask());
            return number(statement);
        }
    }

    private static Parameters bound(PreparedStatement statement, Series.Key key) throws SQLException {
        return new Parameters(statement)
                .number(key.grain().number())
                .text(key.user())
                .text(key.model())
                .number(key.status() == 0 ? null : (Integer) key.status())
                .flag(key.failed());
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
