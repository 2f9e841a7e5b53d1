package io.github.openrouterproxy.dao.sqlite.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through exchanges newest first, in stretches of so many rows, so that whoever looks for what few match may stop
 * when it takes too long. Stretches grow while they are quick, and shrink when they are slow. Confined to one call.
 */
public final class Stretches {
    /** A page of what many match is found in one of these. */
    public static final int FIRST = 1_000;

    private static final int LONGEST = 16_000;
    private static final int SHORTEST = 100;
    private static final long QUICK = Duration.ofMillis(20).toNanos();
    private static final long SLOW = Duration.ofMillis(100).toNanos();

    private static final String EDGE = "SELECT e.id FROM exchanges e %s ORDER BY e.id DESC LIMIT 1 OFFSET ?";

    private final Conditions all;
    private final Conditions range;
    private final LongSupplier clock;
    private int rows = FIRST;
    private long below = Long.MAX_VALUE;
    private long began;
    private boolean last;

    /** @param range those of them that an index answers by itself */
    public Stretches(Conditions all, Conditions range) {
        this(all, range, System::nanoTime);
    }

    Stretches(Conditions all, Conditions range, LongSupplier clock) {
        this.all = all;
        this.range = range;
        this.clock = clock;
    }

    /** Whether there are older ones than those of the stretches that were given. */
    public boolean hasNext() {
        return !last;
    }

    /** The oldest row of the stretches that were given, where there are older ones. */
    public long below() {
        return below;
    }

    /** @return all conditions, and to be of the next stretch */
    public Conditions next(Connection connection) throws SQLException {
        long now = clock.getAsLong();
        if (below != Long.MAX_VALUE) {
            rows = rowsAfter(now - began);
        }
        began = now;
        Conditions older = all.and("e.id < ?", below);
        Long edge = edge(connection);
        if (edge == null) {
            last = true;
            return older;
        }
        below = edge;
        return older.and("e.id >= ?", edge);
    }

    /** @param took the last stretch */
    private int rowsAfter(long took) {
        if (took < QUICK) {
            return Math.min(LONGEST, 2 * rows);
        }
        return took > SLOW ? (int) Math.max(SHORTEST, rows * SLOW / took) : rows;
    }

    /** The oldest row of the next stretch; null when there are no more rows than one stretch has. */
    private @Nullable Long edge(Connection connection) throws SQLException {
        Conditions older = range.and("e.id < ?", below);
        try (PreparedStatement statement = connection.prepareStatement(EDGE.formatted(older.where()))) {
            statement.setInt(older.bind(statement), rows - 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? (Long) row.getLong(1) : null;
            }
        }
    }
}
