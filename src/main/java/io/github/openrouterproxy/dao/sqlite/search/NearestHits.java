package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Looks for the exchanges next to one that bear a text, for a bounded time: what many bear is close by, what few bear
 * is quickly gone through; of what is neither it is not known. Confined to one call, which holds a read transaction.
 */
public final class NearestHits implements AutoCloseable {
    /** Rows on either side that are close by. */
    static final int CLOSE = 1_000;

    /** The index knows exchanges in the order they ended; one that ran for long may be far from its neighbours. */
    private static final long FARTHEST_APART = 8 * CLOSE;

    /** Exchanges that are few. */
    private static final int FEW = 1_000;

    /** Of a long text's runs; to learn which of them are rare would take longer than the look. */
    private static final int MOST_TOKENS = 5;

    /** Of the index in one step, at first; only a quick one is followed by a longer, for none is broken off. */
    private static final long FIRST_STRETCH = 1L << 10;

    private static final int QUICK_PART = 4;

    private static final String NEWER_EDGE = "SELECT id FROM exchanges WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?";
    private static final String OLDER_EDGE = "SELECT id FROM exchanges WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?";
    private static final String DOCNOS = "SELECT min(docno), max(docno) FROM search.docs WHERE id > ? AND id < ?";
    private static final String ALL_DOCNOS =
            "SELECT (SELECT min(docno) FROM search.docs), (SELECT max(docno) FROM search.docs)";
    private static final String HITS = """
            SELECT d.id FROM search.words w CROSS JOIN search.docs d CROSS JOIN exchanges e
            WHERE w.words MATCH ? AND w.rowid BETWEEN ? AND ? AND d.docno = w.rowid AND e.id = d.id
              AND e.id > ? AND e.id < ? %s
            """;

    private static final String ROWS = "SELECT e.id FROM exchanges e WHERE e.id > ? AND e.id < ? %s";
    private static final String NOT_INDEXED = ROWS + " AND NOT EXISTS (SELECT 1 FROM search.docs d WHERE d.id = e.id)";
    private static final String PENDING = """
            SELECT e.id FROM exchanges e
            WHERE e.id IN (SELECT id FROM index_queue WHERE seq > ?
              UNION ALL SELECT id FROM exchanges WHERE state = 'in_flight') %s
            """;
    private static final String FAR_BEHIND =
            "SELECT 1 FROM index_queue WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET " + FEW;

    private final Connection connection;
    private final Conditions conditions;
    private final Needle needle;
    private final Sources sources;
    private final IndexState state;
    private final String query;
    private final long from;
    private final long patience;

    /** @param patience for what is read close by, on each side and afterwards; twice that for the index */
    public NearestHits(
            Connection connection,
            SearchText function,
            Conditions conditions,
            String text,
            ExchangeId from,
            Duration patience)
            throws SQLException {
        this.connection = connection;
        this.conditions = conditions;
        this.needle = Needle.of(text);
        this.from = from.value();
        this.patience = patience.toNanos();
        this.state = IndexState.read(connection);
        this.query = needle.query(some(needle.tokens()));
        this.sources = new Sources(connection, function);
    }

    public Neighbours look() throws SQLException {
        Neighbour newer = closeBy(true);
        Neighbour older = closeBy(false);
        if ((newer.known() && older.known()) || !mayBeGoneThrough()) {
            return new Neighbours(newer, older);
        }
        NavigableMap<Long, Boolean> all = new TreeMap<>();
        if (!addAll(all)) {
            return new Neighbours(newer, older);
        }
        return new Neighbours(
                newer.known() ? newer : nearest(all.tailMap(from, false), true),
                older.known() ? older : nearest(all.headMap(from, false).descendingMap(), true));
    }

    @Override
    public void close() throws SQLException {
        sources.close();
    }

    private Neighbour closeBy(boolean newer) throws SQLException {
        long edge = edge(newer);
        boolean isEnd = edge == (newer ? Long.MAX_VALUE : 0);
        long low = newer ? from : edge;
        long high = newer ? edge : from;
        NavigableMap<Long, Boolean> candidates = new TreeMap<>();
        long[] docnos = numbers(DOCNOS, low, high);
        if (state.isNothing() || needle.shorter() || docnos[1] - docnos[0] >= FARTHEST_APART) {
            add(candidates, false, ROWS, low, high);
        } else {
            addHits(candidates, docnos[0], docnos[1], low, high);
            add(candidates, false, NOT_INDEXED, low, high);
        }
        return nearest(newer ? candidates : candidates.descendingMap(), isEnd);
    }

    private static List<String> some(List<String> tokens) {
        int number = Math.min(MOST_TOKENS, tokens.size());
        return IntStream.range(0, number)
                .mapToObj(i -> tokens.get((int) ((long) i * tokens.size() / number)))
                .toList();
    }

    private long edge(boolean newer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(newer ? NEWER_EDGE : OLDER_EDGE)) {
            statement.setLong(1, from);
            statement.setInt(2, CLOSE);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : newer ? Long.MAX_VALUE : 0;
            }
        }
    }

    /**
     * Whether what the index names, and the little that it does not know yet, is all. Of a short text it puts all that
     * begins with it together before it names the first, which has no bound.
     */
    private boolean mayBeGoneThrough() throws SQLException {
        if (state.isNothing() || state.before() > 0 || needle.shorter()) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(FAR_BEHIND)) {
            statement.setLong(1, state.doneSeq());
            try (ResultSet row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }

    /** @return whether these are all */
    private boolean addAll(Map<Long, Boolean> candidates) throws SQLException {
        long began = System.nanoTime();
        long end = began + 2 * patience;
        long[] docnos = numbers(ALL_DOCNOS);
        long stretch = FIRST_STRETCH;
        for (long high = docnos[1]; high >= docnos[0]; high -= stretch) {
            long now = System.nanoTime();
            stretch *= now - began < patience / QUICK_PART ? 2 : 1;
            began = now;
            addHits(candidates, Math.max(docnos[0], high - stretch + 1), high, 0, Long.MAX_VALUE);
            if (candidates.size() > FEW || System.nanoTime() > end) {
                return false;
            }
        }
        add(candidates, false, PENDING, state.doneSeq());
        return candidates.size() <= FEW;
    }

    private void addHits(Map<Long, Boolean> candidates, long firstDocno, long lastDocno, long low, long high)
            throws SQLException {
        add(candidates, needle.certain(), HITS, query, firstDocno, lastDocno, low, high);
        add(candidates, false, HITS, '"' + Trigrams.TOO_MANY + '"', firstDocno, lastDocno, low, high);
    }

    private void add(Map<Long, Boolean> candidates, boolean isCertain, String select, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select.formatted(conditions.andAll()))) {
            int index = 1;
            for (Object value : values) {
                statement.setObject(index++, value);
            }
            conditions.bind(statement, index);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next() && candidates.size() <= FEW) {
                    candidates.putIfAbsent(row.getLong(1), isCertain);
                }
            }
        }
    }

    /** @param all whether there is nothing beyond the candidates */
    private Neighbour nearest(Map<Long, Boolean> candidates, boolean all) throws SQLException {
        long end = System.nanoTime() + patience;
        for (Map.Entry<Long, Boolean> candidate : candidates.entrySet()) {
            long id = candidate.getKey();
            if (candidate.getValue() || needle.isIn(sources.texts(id))) {
                return Neighbour.of(new ExchangeId(id));
            }
            if (System.nanoTime() > end) {
                return Neighbour.NOT_KNOWN;
            }
        }
        return all ? Neighbour.NONE : Neighbour.NOT_KNOWN;
    }

    private long[] numbers(String select, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new long[] {row.getLong(1), row.getLong(2)};
            }
        }
    }
}
