package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.dao.sqlite.table.Stretches;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the exchanges that bear a text and fulfil conditions, newest first, in one look or in several, each in a
 * read transaction of its own. What may bear the text is named by the index, where it is not in there yet by its being
 * there; it is held against the conditions some at a time, so that a look can end however few fulfil them. What the
 * index names is looked at once more where runs of three characters do not settle it. Confined to one call.
 */
public final class TextSearch implements AutoCloseable {
    public static final long NONE = Ids.NONE;
    /** There may be more, but not in the time that was given. */
    public static final long LATER = -2;

    private static final int FIRST_BATCH = 32;
    private static final int LARGEST_BATCH = 512;

    private static final String FULFILLING = """
            SELECT j.key, e.id FROM json_each(?) j CROSS JOIN exchanges e WHERE e.id = j.value %s ORDER BY j.key
            """;

    private static final String NEXT = Places.ROWS + " LIMIT 1";

    private final SearchText function;
    private final Conditions conditions;
    private final Conditions range;
    private final Needle needle;
    private final Places places;
    private final Queue<Candidate> fulfilling = new ArrayDeque<>();
    private final List<Ids> opened = new ArrayList<>();
    private int batch = FIRST_BATCH;
    private long begun = NONE;
    private long readDownTo = Long.MAX_VALUE;
    private boolean certain;
    /** Of all that fulfil the conditions, where the index is not asked. */
    private @Nullable Stretches stretches;

    private @Nullable Connection connection;
    private @Nullable Sources sources;

    private TextSearch(SearchText function, Conditions conditions, Conditions range, Needle needle, boolean scanning) {
        this.function = function;
        this.conditions = conditions;
        this.range = range;
        this.needle = needle;
        this.places = new Places(needle, range);
        this.stretches = scanning ? new Stretches(conditions, range) : null;
    }

    /**
     * By way of the index, unless it does not help.
     *
     * @param range those of the conditions that a table's index answers
     */
    public static TextSearch indexed(SearchText function, Conditions conditions, Conditions range, String text) {
        Needle needle = Needle.of(text);
        return new TextSearch(function, conditions, range, needle, needle.isInNearlyAll());
    }

    /** By looking at all that fulfil the conditions; the way for what most of them bear. */
    static TextSearch scanning(SearchText function, Conditions conditions, Conditions range, String text) {
        return new TextSearch(function, conditions, range, Needle.of(text), true);
    }

    /**
     * Begins a look, which {@link #pause} or {@link #close} ends.
     *
     * @param snapshot a read transaction
     */
    public void begin(Connection snapshot) throws SQLException {
        connection = snapshot;
        sources = new Sources(snapshot, function);
        if (stretches == null && !places.open(snapshot, readDownTo, opened)) {
            stretches = new Stretches(conditions.and("e.id < ?", readDownTo), range.and("e.id < ?", readDownTo));
        }
        readDownTo = Math.min(readDownTo, places.end());
        if (begun == NONE) {
            begun = readDownTo;
        }
    }

    /**
     * The next exchange that fulfils the conditions and may bear the text, newest first; {@link #NONE} after the last.
     *
     * @param isOver whether to give up where none was found yet: {@link #LATER} then
     */
    public long next(BooleanSupplier isOver) throws SQLException {
        while (fulfilling.isEmpty()) {
            boolean mayBeMore = stretches == null ? nameMore() : readOn(stretches);
            if (fulfilling.isEmpty() && !mayBeMore) {
                return NONE;
            }
            if (fulfilling.isEmpty() && isOver.getAsBoolean()) {
                return LATER;
            }
        }
        Candidate next = fulfilling.remove();
        certain = next.certain();
        return next.id();
    }

    /** Whether there is any that was looked at. */
    boolean hasAdvanced() {
        return readDownTo < begun;
    }

    /**
     * Where nothing is {@linkplain #LATER left for now}: all of the range that are not older than this were looked at,
     * and it tells of none that is not of the range; null if these are all.
     */
    @Nullable
    ExchangeId edge() throws SQLException {
        List<Long> next = Places.ids(snapshot(), NEXT, range.and("e.id < ?", readDownTo));
        return next.isEmpty() ? null : new ExchangeId(next.get(0) + 1);
    }

    /** Whether the one that {@link #next} gave last bears it for sure. */
    boolean isCertain() {
        return certain;
    }

    /** Whether an exchange bears it, by its texts. */
    boolean bears(long id) throws SQLException {
        return sources != null && needle.isIn(sources.texts(id));
    }

    /** Whether the one that {@link #next} gave last bears it indeed. */
    public boolean isHit(long id) throws SQLException {
        return certain || bears(id);
    }

    /** Ends a look that another one follows. */
    void pause() throws SQLException {
        places.pause();
        close();
    }

    @Override
    public void close() throws SQLException {
        for (Ids ids : opened) {
            ids.close();
        }
        opened.clear();
        if (sources != null) {
            sources.close();
        }
    }

    /** @return whether there may be more */
    private boolean readOn(Stretches all) throws SQLException {
        if (!all.hasNext()) {
            return false;
        }
        for (long id : Places.ids(snapshot(), Places.ROWS, all.next(snapshot()))) {
            fulfilling.add(new Candidate(id, false));
        }
        readDownTo = all.below();
        return all.hasNext();
    }

    /** @return whether there may be more */
    private boolean nameMore() throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        long downTo = readDownTo;
        Ids newest = newest();
        try {
            for (int taken = 0; taken < batch && newest != null; taken++) {
                long id = newest.peek();
                if (id < downTo) {
                    candidates.add(new Candidate(id, newest.certain()));
                    downTo = id;
                }
                newest.take();
                newest = newest();
            }
            addFulfilling(candidates);
        } catch (SQLException | RuntimeException e) {
            places.forget();
            throw e;
        }
        readDownTo = downTo;
        batch = Math.min(LARGEST_BATCH, 2 * batch);
        return newest != null || !fulfilling.isEmpty();
    }

    private @Nullable Ids newest() throws SQLException {
        Ids newest = null;
        long id = NONE;
        for (Ids each : opened) {
            long its = each.peek();
            if (its > id) {
                id = its;
                newest = each;
            }
        }
        return newest;
    }

    private void addFulfilling(List<Candidate> candidates) throws SQLException {
        try (PreparedStatement statement = snapshot().prepareStatement(FULFILLING.formatted(conditions.andAll()))) {
            statement.setString(
                    1, candidates.stream().map(Candidate::id).toList().toString());
            conditions.bind(statement, 2);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    fulfilling.add(candidates.get(row.getInt(1)));
                }
            }
        }
    }

    private Connection snapshot() {
        if (connection == null) {
            throw new IllegalStateException("no look has begun");
        }
        return connection;
    }

    private record Candidate(long id, boolean certain) {}
}
