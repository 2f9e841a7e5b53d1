package io.github.openrouterproxy.dao.sqlite.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that overlap, so that there is no moment in which nobody reads unless they are asked for one. */
final class IndexLogIT {
    private static final int READERS = 3;
    private static final int WRITES = 120;
    private static final long LIMIT = 1L << 20;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(READERS);
    private final AtomicBoolean reading = new AtomicBoolean(true);
    private final List<Future<?>> readers = new ArrayList<>();
    private DatabaseFile file;
    private Connection indexing;

    @BeforeEach
    void open() throws SQLException {
        file = DatabaseFile.open(folder.resolve("x.db"), null, true);
        indexing = file.indexing();
        for (int reader = 0; reader < READERS; reader++) {
            readers.add(threads.submit(this::readOn));
        }
    }

    @AfterEach
    void close() throws Exception {
        reading.set(false);
        for (Future<?> reader : readers) {
            reader.get();
        }
        threads.shutdown();
        indexing.close();
        file.close();
    }

    @Test
    void theLogBeginsAnewOnceItIsTooLong() throws SQLException {
        assertThat(longest(LIMIT)).isBetween(LIMIT, 3 * LIMIT);
    }

    @Test
    void itWouldGrowAndGrowOtherwise() throws SQLException {
        assertThat(longest(Long.MAX_VALUE)).isGreaterThan(12 * LIMIT);
    }

    private long longest(long limit) throws SQLException {
        IndexLog log = new IndexLog(file, indexing, limit);
        long longest = 0;
        for (int write = 0; write < WRITES; write++) {
            try (Statement statement = indexing.createStatement()) {
                statement.executeUpdate("INSERT OR REPLACE INTO search.docs WITH RECURSIVE n(i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
                        + " SELECT abs(random() % 100000), abs(random()), 0 FROM n");
            }
            longest = Math.max(longest, file.searchLogBytes());
            log.beginAnewIfTooLong();
        }
        return longest;
    }

    private Void readOn() throws Exception {
        try (Connection connection = file.reading();
                Statement statement = connection.createStatement()) {
            while (reading.get()) {
                file.pause().await();
                statement.execute("BEGIN");
                statement.execute("SELECT count(*) FROM search.state");
                Thread.sleep(20);
                statement.execute("ROLLBACK");
            }
            return null;
        }
    }
}
