package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.dao.sqlite.table.Courtesy;
import io.github.openrouterproxy.dao.sqlite.table.Stretches;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a page of a list that is not searched, newest first, and counts on behind it, for so long and no longer:
 * what a filter lets through may be anywhere among a million rows. Behind a cursor nothing is counted. Confined to one
 * call.
 */
final class ListWalk {
    private static final String COUNT = "SELECT count(*) FROM exchanges e %s";
    private static final String IDS = "SELECT e.id FROM exchanges e %s ORDER BY e.id DESC LIMIT ? OFFSET ?";

    /** How long a look may take at the most. */
    record Patience(Duration looking, Duration counting, Duration slice) {
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(100));
    }

    private final Stretches stretches;
    private final long behind;
    private final int size;
    private final Patience patience;
    private final Duration counting;
    private final long start = System.nanoTime();
    private final List<Long> ids = new ArrayList<>();
    private long found;
    private long pageWhole;

    /**
     * @param before only rows older than this one; null for all
     * @param behind the rows before the page
     */
    ListWalk(
            Scope scope, ExchangeFilter filter, @Nullable ExchangeId before, long behind, int size, Patience patience) {
        Conditions conditions = Conditions.of(scope, filter);
        Conditions range = Conditions.rangeOf(scope, filter);
        this.stretches = before == null
                ? new Stretches(conditions, range)
                : new Stretches(conditions.and("e.id < ?", before.value()), range.and("e.id < ?", before.value()));
        this.behind = behind;
        this.size = size;
        this.patience = patience;
        this.counting = before == null ? patience.counting() : Duration.ZERO;
    }

    /** Looks on for a slice of time. @return whether it is at its end */
    boolean lookOn(Connection connection, Courtesy courtesy) throws SQLException {
        long began = System.nanoTime();
        while (stretches.hasNext()) {
            look(connection, stretches.next(connection));
            courtesy.giveWay();
            if (isTooLong()) {
                return true;
            }
            if (System.nanoTime() - began > patience.slice().toNanos()) {
                return false;
            }
        }
        return true;
    }

    List<Long> ids() {
        return ids;
    }

    long found() {
        return found;
    }

    /** Whether there may be more. */
    boolean isLowerBound() {
        return stretches.hasNext();
    }

    /** Where the page is not full and older rows were not looked at; null if none are missing. */
    @Nullable
    ExchangeId stoppedAt() {
        return ids.size() < size && stretches.hasNext() ? new ExchangeId(stretches.below()) : null;
    }

    private void look(Connection connection, Conditions here) throws SQLException {
        long count = count(connection, here);
        if (ids.size() < size && found + count > behind) {
            add(connection, here, Math.max(0, behind - found));
        }
        found += count;
    }

    /** The page is worth more time than the count of what comes behind it. */
    private boolean isTooLong() {
        long now = System.nanoTime();
        if (ids.size() < size) {
            return now - start > patience.looking().toNanos();
        }
        pageWhole = pageWhole == 0 ? now : pageWhole;
        return now - pageWhole >= counting.toNanos();
    }

    private void add(Connection connection, Conditions here, long skipped) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IDS.formatted(here.where()))) {
            int next = here.bind(statement);
            statement.setInt(next, size - ids.size());
            statement.setLong(next + 1, skipped);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
    }

    private static long count(Connection connection, Conditions here) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT.formatted(here.where()))) {
            here.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
