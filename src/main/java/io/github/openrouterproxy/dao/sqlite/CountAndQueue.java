package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the number of exchanges, and the queue of those that ended and are to be indexed, in the order of their
 * commits. Part of the writer: its thread, its connection, its transactions.
 */
final class CountAndQueue {
    /** In the order of the JSON array that it takes the ids in. */
    private static final String QUEUE = "INSERT INTO index_queue (id) SELECT value FROM json_each(?) ORDER BY key";

    private static final String QUEUE_RUNNING =
            "INSERT INTO index_queue (id) SELECT id FROM exchanges WHERE state = 'in_flight'";
    private static final String COUNT = "UPDATE totals SET exchanges = exchanges + ?";
    private static final String RECOUNT = "UPDATE totals SET exchanges = (SELECT count(*) FROM exchanges)"
            + " WHERE exchanges <> (SELECT count(*) FROM exchanges)";

    /** More than the index needs, for the case that its file is put back to an earlier state. */
    private static final long QUEUE_KEPT = 10_000;

    private static final long DEQUEUE_STEP = 200;
    /** By one commit: after a burst the index may have come forward by any number of them since the last one. */
    private static final int MOST_DEQUEUED = 1_000;

    private static final String DEQUEUE = "DELETE FROM index_queue"
            + " WHERE seq <= ? AND seq < (SELECT min(seq) FROM index_queue) + " + MOST_DEQUEUED;

    private final Connection connection;
    private final PreparedStatement queue;
    private final PreparedStatement count;
    private long dequeuedUpTo;

    CountAndQueue(Connection connection) throws SQLException {
        this.connection = connection;
        queue = connection.prepareStatement(QUEUE);
        count = connection.prepareStatement(COUNT);
    }

    /** Counts anew, since others may have removed rows from the file by hand. */
    static void recount(Connection connection) throws SQLException {
        run(connection, RECOUNT);
    }

    /** Before those in flight are marked as ended. */
    static void queueRunning(Connection connection) throws SQLException {
        run(connection, QUEUE_RUNNING);
    }

    /**
     * After a batch was written.
     *
     * @param before which of them were there, and whether they had ended
     */
    void written(List<Exchange> batch, Map<Long, Boolean> before) throws SQLException {
        Set<Long> added = new LinkedHashSet<>();
        Set<Long> ended = new LinkedHashSet<>();
        for (Exchange exchange : batch) {
            long id = exchange.id().value();
            if (!before.containsKey(id)) {
                added.add(id);
            }
            if (exchange.state() != ExchangeState.IN_FLIGHT && !before.getOrDefault(id, false)) {
                ended.add(id);
            }
        }
        if (!ended.isEmpty()) {
            queue.setString(1, ended.toString());
            queue.executeUpdate();
        }
        count(added.size());
    }

    /** @param indexedUpTo how far the queue was read */
    void dequeue(long indexedUpTo) throws SQLException {
        long notNeeded = indexedUpTo - QUEUE_KEPT;
        if (notNeeded > dequeuedUpTo + DEQUEUE_STEP) {
            try (PreparedStatement statement = connection.prepareStatement(DEQUEUE)) {
                statement.setLong(1, notNeeded);
                if (statement.executeUpdate() < MOST_DEQUEUED) {
                    dequeuedUpTo = notNeeded;
                }
            }
        }
    }

    void removed(int number) throws SQLException {
        count(-number);
    }

    private void count(int change) throws SQLException {
        if (change != 0) {
            count.setInt(1, change);
            count.executeUpdate();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
