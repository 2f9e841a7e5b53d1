package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.IndexDao;
import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fills the index on a connection of its own. It reads the exchanges and writes to the index's file alone, so that no
 * commit of the writer's ever waits for it. One thread.
 *
 * <p>Exchanges come by the queue that the writer's commits fill, in the order they ended, and get growing numbers;
 * those from before the index come newest first, and get falling ones.
 */
public final class SqliteIndexDao implements IndexDao, AutoCloseable {
    private static final String ADD_DOC = "INSERT INTO search.docs (docno, id, max_id) VALUES (?, ?, ?)";
    private static final String ADD_WORDS = "INSERT INTO search.words (rowid, tokens) VALUES (?, ?)";
    private static final String KNOWN = "SELECT 1 FROM search.docs WHERE id = ?";
    private static final String REMOVED = """
            SELECT docno FROM search.docs
            WHERE id < (SELECT coalesce(min(id), 9223372036854775807) FROM exchanges WHERE state <> 'in_flight')
            ORDER BY id LIMIT ?
            """;
    /** So many of a kind FTS5 makes one of; with its own 4 a row takes a fifth more. */
    private static final String SEGMENTS = "INSERT INTO search.words (words, rank) VALUES ('automerge', 8)";

    private static final long FIRST_DOCNO = 1L << 27;
    private static final int PAGES_MERGED = 64;
    private static final int MOST_FREE_PAGES = 2_000;

    private final Connection connection;
    private final SearchText function;
    private final AtomicLong indexedUpTo;
    private final IndexDamage damage;
    private final IndexRoom room;
    private final ReadersPause pause;
    private final IndexLog log;
    private final Trigrams trigrams = new Trigrams();
    private IndexState state;
    /** The last slice ended early, since others wait for all who read. */
    private boolean gaveWay;

    /** @param indexedUpTo tells the writer what of the queue it may drop */
    public SqliteIndexDao(
            DatabaseFile file, SearchText function, AtomicLong indexedUpTo, IndexDamage damage, IndexRoom room)
            throws SQLException {
        this.connection = file.indexing();
        this.pause = file.pause();
        this.log = new IndexLog(file, connection, IndexLog.TOO_LONG);
        this.damage = damage;
        this.room = room;
        this.function = function;
        this.indexedUpTo = indexedUpTo;
        this.state = begun();
        indexedUpTo.set(state.doneSeq());
    }

    @Override
    public int indexEnded(int most, Runnable beforeEach) {
        if (!room.isThere()) {
            return 0;
        }
        return doing("index exchanges", () -> {
            try {
                if (IndexState.read(connection).isNothing()) {
                    beginAnew();
                }
                int done = 0;
                do {
                    gaveWay = false;
                    int left = most - done;
                    int ended = indexQueue(left, beforeEach);
                    done += ended < left && !gaveWay ? ended + indexBefore(left - ended, beforeEach) : ended;
                    log.beginAnewIfTooLong();
                } while (gaveWay && done < most);
                return done;
            } catch (SQLException e) {
                if (!damage.isReason(e)) {
                    throw e;
                }
                beginAnew();
                return most;
            }
        });
    }

    @Override
    public int forgetRemoved(int most) {
        return doing(
                "take exchanges out of the index",
                () -> inTransaction(() -> {
                    List<Long> removed = numbers(REMOVED, most);
                    for (String delete : List.of(
                            "DELETE FROM search.words WHERE rowid = ?", "DELETE FROM search.docs WHERE docno = ?")) {
                        try (PreparedStatement statement = connection.prepareStatement(delete)) {
                            for (long docno : removed) {
                                statement.setLong(1, docno);
                                statement.executeUpdate();
                            }
                        }
                    }
                    if (!removed.isEmpty()) {
                        // what is deleted keeps its room until the segment that it is in is merged
                        execute("INSERT INTO search.words (words, rank) VALUES ('merge', " + PAGES_MERGED + ")");
                        execute("PRAGMA search.incremental_vacuum(" + MOST_FREE_PAGES + ")");
                    }
                    return removed.size();
                }));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private IndexState begun() throws SQLException {
        try {
            return inTransaction(this::validState);
        } catch (SQLException e) {
            if (!damage.isReason(e)) {
                throw e;
            }
            damage.mend();
            return inTransaction(this::validState);
        }
    }

    private IndexState validState() throws SQLException {
        execute(SEGMENTS);
        return IndexState.valid(connection);
    }

    /** A search has disowned it, or SQLite cannot read it. */
    private void beginAnew() throws SQLException {
        damage.mend();
        state = inTransaction(this::validState);
    }

    private int indexQueue(int most, Runnable beforeEach) throws SQLException {
        return inTransaction(() -> {
            List<IndexState.Entry> entries = state.nextOfQueue(connection, most);
            if (entries.isEmpty()) {
                return 0;
            }
            long last = number("SELECT coalesce(max(docno), " + (FIRST_DOCNO - 1) + ") FROM search.docs");
            long newest = number("SELECT max_id FROM search.docs WHERE docno = " + last);
            // Those from before the index get smaller numbers, and may have larger ids than one that ran on for long.
            int done = add(entries, last, 1, Math.max(newest, state.before() - 1), beforeEach);
            keep(new IndexState(entries.get(done - 1).key(), state.before()));
            return done;
        });
    }

    private int indexBefore(int most, Runnable beforeEach) throws SQLException {
        if (state.before() == 0) {
            return 0;
        }
        return inTransaction(() -> {
            List<IndexState.Entry> entries = state.nextFromBefore(connection, most);
            if (entries.isEmpty()) {
                keep(new IndexState(state.doneSeq(), 0));
                return 0;
            }
            long first = number("SELECT coalesce(min(docno), " + FIRST_DOCNO + ") FROM search.docs");
            int done = add(entries, first, -1, 0, beforeEach);
            keep(new IndexState(state.doneSeq(), entries.get(done - 1).id()));
            return done;
        });
    }

    /**
     * @param step from each number to the next: 1 in the order they ended, -1 newest first
     * @return how many, at least one; fewer than there are when it gave way
     */
    private int add(List<IndexState.Entry> entries, long lastDocno, int step, long newestBefore, Runnable beforeEach)
            throws SQLException {
        long docno = lastDocno;
        long newest = newestBefore;
        int done = 0;
        try (Sources sources = new Sources(connection, function);
                PreparedStatement known = connection.prepareStatement(KNOWN);
                PreparedStatement addDoc = connection.prepareStatement(ADD_DOC);
                PreparedStatement addWords = connection.prepareStatement(ADD_WORDS)) {
            for (IndexState.Entry entry : entries) {
                beforeEach.run();
                gaveWay = done > 0 && pause.isWanted();
                if (gaveWay) {
                    break;
                }
                done++;
                List<String> texts = isKnown(known, entry.id()) ? List.of() : sources.texts(entry.id());
                if (texts.isEmpty()) {
                    continue;
                }
                docno += step;
                newest = step < 0 ? entry.id() : Math.max(newest, entry.id());
                addDoc.setLong(1, docno);
                addDoc.setLong(2, entry.id());
                addDoc.setLong(3, newest);
                addDoc.executeUpdate();
                addWords.setLong(1, docno);
                addWords.setString(
                        2, trigrams.tokens(texts.stream().map(Folding::fold).toList()));
                addWords.executeUpdate();
            }
        }
        return done;
    }

    private static boolean isKnown(PreparedStatement known, long id) throws SQLException {
        known.setLong(1, id);
        try (ResultSet row = known.executeQuery()) {
            return row.next();
        }
    }

    private void keep(IndexState next) throws SQLException {
        next.write(connection);
        state = next;
    }

    private List<Long> numbers(String query, int most) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, most);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    numbers.add(row.getLong(1));
                }
            }
        }
        return numbers;
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        IndexState before = state;
        pause.await();
        execute("BEGIN");
        try {
            T result = work.run();
            execute("COMMIT");
            indexedUpTo.set(state == null ? 0 : state.doneSeq());
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            state = before;
            execute("ROLLBACK");
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static int doing(String what, Work<Integer> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw SqlFailure.doing(what, e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }
}
