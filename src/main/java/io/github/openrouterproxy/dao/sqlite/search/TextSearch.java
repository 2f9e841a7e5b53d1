package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the exchanges that bear a text and fulfil conditions, newest first: those the index names, and those
 * that are not in it yet. What the index names is looked at once more where runs of three characters do not settle it.
 * Confined to one call, which holds a read transaction.
 */
public final class TextSearch implements AutoCloseable {
    public static final long NONE = Candidates.NONE;

    /** The two files have no common snapshot; so the state of the index is read before the queue, which keeps more. */
    private static final String NOT_INDEXED = """
            SELECT e.id, e.id FROM exchanges e
            WHERE e.id IN (SELECT id FROM index_queue WHERE seq > ?
              UNION ALL SELECT id FROM exchanges WHERE state = 'in_flight') %s
            ORDER BY e.id DESC
            """;

    private static final String FROM_BEFORE = "SELECT e.id, e.id FROM exchanges e WHERE e.id < ? %s ORDER BY e.id DESC";

    private static final String INDEXED = """
            SELECT d.id, d.max_id FROM search.words w CROSS JOIN search.docs d CROSS JOIN exchanges e
            WHERE w.words MATCH ? AND d.docno = w.rowid AND e.id = d.id %s
            ORDER BY w.rowid DESC
            """;

    private static final String NEWEST = "SELECT e.id, e.id FROM exchanges e %s ORDER BY e.id DESC";

    private final Needle needle;
    private final Sources sources;
    private final List<Candidates> candidates = new ArrayList<>();
    private boolean certain;

    private TextSearch(Connection connection, SearchText function, Needle needle) throws SQLException {
        this.needle = needle;
        this.sources = new Sources(connection, function);
    }

    /** By way of the index. */
    public static TextSearch indexed(Connection connection, SearchText function, Conditions conditions, String text)
            throws SQLException {
        Needle needle = Needle.of(text);
        TextSearch search = new TextSearch(connection, function, needle);
        try {
            IndexState state = IndexState.read(connection);
            search.add(connection, NOT_INDEXED, conditions, state.doneSeq(), false);
            if (state.before() > 0) {
                search.add(connection, FROM_BEFORE, conditions, state.before(), false);
            }
            if (state.before() < Long.MAX_VALUE) {
                String query = needle.query(RareTokens.of(connection, needle));
                search.add(connection, INDEXED, conditions, query, needle.certain());
                search.add(connection, INDEXED, conditions, '"' + Trigrams.TOO_MANY + '"', false);
            }
            return search;
        } catch (SQLException | RuntimeException e) {
            search.close();
            throw e;
        }
    }

    /** By looking at one exchange after the other; the way for what most of them bear. */
    public static TextSearch scanning(Connection connection, SearchText function, Conditions conditions, String text)
            throws SQLException {
        TextSearch search = new TextSearch(connection, function, Needle.of(text));
        PreparedStatement statement = connection.prepareStatement(NEWEST.formatted(conditions.where()));
        conditions.bind(statement);
        search.candidates.add(new Candidates(statement, false));
        return search;
    }

    /** Whether the index is slow in naming it when it is frequent, so that scanning is worth a try. */
    public static boolean isShort(String text) {
        return Needle.of(text).shorter();
    }

    /** The next exchange that may bear the text, newest first; {@link #NONE} after the last. */
    public long next() throws SQLException {
        Candidates newest = newest();
        if (newest == null) {
            return NONE;
        }
        long id = newest.peek();
        for (Candidates each : candidates) {
            if (each.peek() == id) {
                each.take();
            }
        }
        certain = newest.certain();
        return id;
    }

    /** Whether the one that {@link #next()} gave last bears it for sure. */
    boolean isCertain() {
        return certain;
    }

    /** Whether an exchange bears it, by its texts. */
    boolean bears(long id) throws SQLException {
        return needle.isIn(sources.texts(id));
    }

    /** Whether the one that {@link #next()} gave last bears it indeed. */
    public boolean isHit(long id) throws SQLException {
        return certain || bears(id);
    }

    @Override
    public void close() throws SQLException {
        for (Candidates each : candidates) {
            each.close();
        }
        sources.close();
    }

    private @Nullable Candidates newest() throws SQLException {
        Candidates newest = null;
        long id = NONE;
        for (Candidates each : candidates) {
            long its = each.peek();
            if (its > id) {
                id = its;
                newest = each;
            }
        }
        return newest;
    }

    private void add(Connection connection, String query, Conditions conditions, Object first, boolean isCertain)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query.formatted(conditions.andAll()));
        statement.setObject(1, first);
        conditions.bind(statement, 2);
        candidates.add(new Candidates(statement, isCertain));
    }
}
