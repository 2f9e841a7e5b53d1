package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;

/**
 * Removes series of which no figures are left: names that came once would stay when all their calls are gone, and
 * everybody who looks at figures would read them. The rows have no index by series, which each call would have to keep;
 * so all days are looked through, some rows at a time, while nothing is to be written, and what is used meanwhile is
 * noted. The writer thread only.
 */
final class SeriesSweep {
    private static final String ROWS = """
            SELECT start, series FROM rollups WHERE grain = ? AND width = ? AND (start, series) > (?, ?)
            ORDER BY start, series LIMIT ?
            """;
    private static final String SERIES = "SELECT series FROM rollup_series WHERE series > ? ORDER BY series LIMIT ?";
    private static final String REMOVE = "DELETE FROM rollup_series WHERE series = ?";
    private static final String NEWEST = "SELECT coalesce(max(series), 0) FROM rollup_series";

    private static final int FEW = 64;
    /** In one transaction: each lies on a page of the index of its own, and calls that come wait for all of them. */
    private static final int REMOVALS = 32;
    /** Of all series so many rows of days must have gone before it is worthwhile to look for what that left behind. */
    private static final int SHARE = 4;

    private final SeriesNumbers numbers;
    private final PreparedStatement rows;
    private final PreparedStatement series;
    private final PreparedStatement remove;
    private final PreparedStatement newest;
    private final BitSet used = new BitSet();
    /** Still to be looked through. */
    private final Queue<Span> spans = new ArrayDeque<>();

    private boolean running;
    /** Of the row that was looked at last. */
    private long start;

    private long last;
    /** Later ones are in use. */
    private long lastToRemove;

    private long kept;
    private long gone;
    private long goneBefore;
    private long worthwhile;

    SeriesSweep(Connection connection, SeriesNumbers numbers) throws SQLException {
        this.numbers = numbers;
        rows = connection.prepareStatement(ROWS);
        series = connection.prepareStatement(SERIES);
        remove = connection.prepareStatement(REMOVE);
        newest = connection.prepareStatement(NEWEST);
        // what the last process had not come to, or an older version had left
        worthwhile = newestSeries() > FEW ? 0 : FEW;
    }

    /** @param after in seconds: rows that begin later */
    private record Span(Grain grain, Width width, long after) {}

    /** A row of a day is gone. */
    void dayGone() {
        gone++;
    }

    boolean isDue() {
        return running || gone >= worthwhile;
    }

    /**
     * Inside a transaction: goes on with it.
     *
     * @param folded minutes before this moment, in seconds, are in their days
     * @return how many rows were looked at
     */
    int step(int most, long folded) throws SQLException {
        if (!running) {
            begin(folded);
        }
        return spans.isEmpty() ? removeSome(most) : lookAtSome(spans.element(), most);
    }

    /** What was found out may be wrong; it is begun again. */
    void abandon() {
        running = false;
        numbers.noteIn(null);
    }

    private void begin(long folded) throws SQLException {
        goneBefore = gone;
        kept = 0;
        running = true;
        used.clear();
        numbers.noteIn(used);
        lastToRemove = newestSeries();
        spans.clear();
        spans.addAll(List.of(
                new Span(Grain.FULL, Width.DAY, Long.MIN_VALUE),
                new Span(Grain.MODEL, Width.DAY, Long.MIN_VALUE),
                new Span(Grain.USER, Width.DAY, Long.MIN_VALUE),
                new Span(Grain.FULL, Width.MINUTE, folded - 1)));
        beginNext();
    }

    private void beginNext() {
        Span next = spans.peek();
        start = next == null ? 0 : next.after();
        last = next == null ? 0 : Long.MAX_VALUE;
    }

    private int lookAtSome(Span span, int most) throws SQLException {
        int looked = 0;
        new Parameters(rows)
                .number(span.grain().number())
                .number(span.width().seconds())
                .number(start)
                .number(last)
                .number(most);
        try (ResultSet row = rows.executeQuery()) {
            for (; row.next(); looked++) {
                start = row.getLong(1);
                last = row.getLong(2);
                used.set(Math.toIntExact(last));
            }
        }
        if (looked < most) {
            spans.remove();
            beginNext();
        }
        return Math.max(1, looked);
    }

    private int removeSome(int most) throws SQLException {
        int looked = 0;
        List<Long> unused = new ArrayList<>();
        new Parameters(series).number(last).number(most);
        try (ResultSet row = series.executeQuery()) {
            for (; unused.size() < REMOVALS && row.next(); looked++) {
                last = row.getLong(1);
                if (last <= lastToRemove && !used.get(Math.toIntExact(last))) {
                    unused.add(last);
                }
            }
        }
        for (long one : unused) {
            new Parameters(remove).number(one);
            remove.executeUpdate();
        }
        if (!unused.isEmpty()) {
            numbers.forget();
        }
        kept += looked - unused.size();
        boolean wasLast = looked < most && unused.size() < REMOVALS;
        if (wasLast || last >= lastToRemove) {
            abandon();
            gone -= goneBefore;
            worthwhile = FEW + kept / SHARE;
        }
        return Math.max(1, looked);
    }

    private long newestSeries() throws SQLException {
        try (ResultSet row = newest.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
