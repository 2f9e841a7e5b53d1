package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.LookedUp;
import io.github.openrouterproxy.dao.sqlite.file.BusyTimeout;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.OldHashes;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import io.github.openrouterproxy.dao.sqlite.file.SameFile;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import io.github.openrouterproxy.dao.sqlite.rollup.Rollups;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.TokenUsage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Writes on one connection of its own. The recorder's writer thread only; {@link #close} after that has ended. */
final class SqliteExchangeWriteDao implements ExchangeWriteDao, AutoCloseable {
    private static final String MARK_INTERRUPTED = """
            UPDATE exchanges SET state = 'interrupted',
              error = coalesce(error, 'the proxy stopped while this call was running')
            WHERE state = 'in_flight'
            """;

    private static final String IN_FLIGHT = "SELECT count(*) FROM exchanges WHERE state = 'in_flight'";

    private static final String USED_BYTES = """
            SELECT (page_count - freelist_count) * page_size
            FROM pragma_page_count, pragma_freelist_count, pragma_page_size
            """;

    private final Connection connection;
    private final SameFile file;
    private final ReadersPause pause;
    private final ExchangeStatement exchanges;
    private final ContentsStatement contents;
    private final Rollups rollups;
    private final CountAndQueue countAndQueue;
    private final LateAnswers lateAnswers;
    private final Removal removal;
    private final OldHashes oldHashes;
    private final AtomicLong indexedUpTo;
    private final LongSupplier indexBytes;

    /**
     * @param connection to the file
     * @param indexedUpTo how far the queue of the index was read
     */
    SqliteExchangeWriteDao(DatabaseFile file, Connection connection, AtomicLong indexedUpTo, BodySeal seal)
            throws SQLException {
        this.connection = connection;
        this.file = file.same();
        this.pause = file.pause();
        this.indexedUpTo = indexedUpTo;
        this.indexBytes = file::searchBytes;
        exchanges = new ExchangeStatement(connection);
        contents = new ContentsStatement(connection, seal);
        rollups = new Rollups(connection);
        countAndQueue = new CountAndQueue(connection);
        lateAnswers = new LateAnswers(connection, rollups);
        removal = new Removal(connection, rollups, countAndQueue);
        oldHashes = new OldHashes(connection);
    }

    @Override
    public List<TokenUsage> write(List<Exchange> batch) {
        file.check();
        List<TokenUsage> late = new ArrayList<>();
        inTransaction("write exchanges", () -> {
            late.addAll(writeAll(batch));
            countAndQueue.dequeue(indexedUpTo.get());
            return batch.size();
        });
        return late;
    }

    @Override
    public void callsWait(Duration first) {
        pause.callsWaitSince(System.nanoTime() - first.toNanos());
    }

    @Override
    public void noCallWaits() {
        pause.noCallWaits();
    }

    @Override
    public void rehearse(List<Exchange> batch) {
        file.check();
        try {
            var unused = BusyTimeout.of(Duration.ZERO, connection, () -> writtenAndTakenBack(batch));
        } catch (SQLException e) {
            throw SqlFailure.doing("rehearse writing", e);
        }
    }

    @Override
    public int markInterrupted() {
        return inTransaction("mark interrupted exchanges", () -> {
            long running = number("count calls in flight", IN_FLIGHT);
            CountAndQueue.recount(connection);
            CountAndQueue.queueRunning(connection);
            rollups.changingAllInFlight(() -> execute(MARK_INTERRUPTED));
            return (int) running;
        });
    }

    @Override
    public List<TokenUsage> complete(List<LookedUp> answers) {
        file.check();
        List<TokenUsage> late = new ArrayList<>();
        inTransaction("complete exchanges", () -> {
            late.addAll(lateAnswers.complete(answers));
            return answers.size();
        });
        return late;
    }

    @Override
    public boolean takeIntoFigures(int most) {
        return rollups.isBehind() && inTransaction("take exchanges into the figures", () -> rollups.workOff(most)) > 0;
    }

    @Override
    public OptionalLong removeOldHashes() {
        if (!oldHashes.areLeft()) {
            return OptionalLong.empty();
        }
        AtomicLong written = new AtomicLong();
        int lookedAt = inTransaction("take old hashes away", () -> {
            OldHashes.Step step = oldHashes.remove();
            written.set(step.bytes());
            return step.exchanges();
        });
        if (lookedAt > 0) {
            return OptionalLong.of(written.get());
        }
        try {
            oldHashes.wipeLog();
            return OptionalLong.empty();
        } catch (SQLException e) {
            throw SqlFailure.doing("wipe old hashes out of the log", e);
        }
    }

    @Override
    public long newestId() {
        return number("find the newest id", "SELECT coalesce(max(id), 0) FROM exchanges");
    }

    @Override
    public long countEnded() {
        return number("count exchanges", "SELECT exchanges - (" + IN_FLIGHT + ") FROM totals");
    }

    @Override
    public int oldestWithin(long bytes, int limit) {
        try {
            return removal.oldestWithin(bytes, limit);
        } catch (SQLException e) {
            throw SqlFailure.doing("weigh old exchanges", e);
        }
    }

    @Override
    public int deleteOldest(int limit) {
        return delete(Long.MAX_VALUE, limit);
    }

    @Override
    public int deleteOlderThan(ExchangeId oldestKept, int limit) {
        return delete(oldestKept.value(), limit);
    }

    @Override
    public long giveBackSpace() {
        try {
            return removal.giveBackSpace();
        } catch (SQLException e) {
            throw SqlFailure.doing("give space back", e);
        }
    }

    @Override
    public long usedBytes() {
        long used = number("measure the file", USED_BYTES);
        // It shrinks later than the file does: were all of it counted, removing would not know when to stop.
        return used + Math.min(used, indexBytes.getAsLong());
    }

    @Override
    public void close() throws SQLException {
        noCallWaits();
        connection.close();
    }

    private int delete(long oldestKept, int limit) {
        int removed = 0;
        while (removed < limit) {
            int step = Math.min(limit - removed, Removal.STEP);
            int done = inTransaction("remove old exchanges", () -> removal.removeOldest(oldestKept, step));
            removed += done;
            if (done < step) {
                break;
            }
        }
        return removed;
    }

    private List<TokenUsage> writtenAndTakenBack(List<Exchange> batch) throws SQLException {
        execute("BEGIN IMMEDIATE");
        try {
            return writeAll(batch);
        } finally {
            rollups.rolledBack();
            execute("ROLLBACK");
        }
    }

    /** @return what it added to other calls */
    private List<TokenUsage> writeAll(List<Exchange> batch) throws SQLException {
        List<Long> ids =
                batch.stream().map(exchange -> exchange.id().value()).distinct().toList();
        Map<Long, Boolean> before = rollups.changing(ids, () -> {
            for (Exchange exchange : batch) {
                exchanges.write(exchange);
                contents.write(exchange);
            }
        });
        countAndQueue.written(batch, before);
        return lateAnswers.written(batch);
    }

    private int inTransaction(String what, Work work) {
        try {
            execute("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            throw SqlFailure.doing(what, e);
        }
        try {
            int result = work.run();
            execute("COMMIT");
            return result;
        } catch (SQLException e) {
            RuntimeException failure = SqlFailure.doing(what, e);
            rollBack(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Throwable failure) {
        rollups.rolledBack();
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // After a full disk or a failed read SQLite has rolled back by itself and has nothing left to roll back.
            failure.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private long number(String what, String query) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new DatabaseException("Could not " + what + ": no row");
            }
            return row.getLong(1);
        } catch (SQLException e) {
            throw SqlFailure.doing(what, e);
        }
    }

    @FunctionalInterface
    private interface Work {
        int run() throws SQLException;
    }
}
