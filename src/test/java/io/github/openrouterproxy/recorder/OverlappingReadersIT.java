package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.openai.SearchTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The write-ahead log of a real file under searches whose snapshots overlap, so that there is no moment in which nobody
 * reads unless they are asked for one.
 */
final class OverlappingReadersIT {
    private static final long MIB = 1 << 20;
    private static final int READERS = 3;
    private static final int CALLS = 3_000;
    private static final int WAITING = 16;
    /** Some 50 MB a second at most, whatever the disk can take. */
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(1);

    private static final String ANSWER = "{\"n\":\"" + "a".repeat(60_000) + "\"}";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(READERS);
    private final AtomicBoolean reading = new AtomicBoolean(true);

    @AfterEach
    void stop() {
        reading.set(false);
        threads.shutdown();
    }

    @Test
    void theLogStaysBounded() throws Exception {
        assertThat(longestLog(log -> log)).isBetween(8 * MIB, 64 * MIB);
    }

    @Test
    void itWouldGrowAndGrowIfReadersWereNotAskedToWait() throws Exception {
        assertThat(longestLog(NobodyIsAsked::new)).isGreaterThan(100 * MIB);
    }

    private long longestLog(UnaryOperator<CheckpointDao> log) throws Exception {
        StoreSettings settings = new StoreSettings(folder.resolve("x.db"), 0, null, null, List.of());
        try (SqliteDatabase database = SqliteDatabase.open(settings, null, SearchTexts::of, true);
                DatabaseFile monitors = DatabaseFile.open(settings.database(), null, false)) {
            Recorder recorder = Recorders.of(
                    database, log.apply(database.checkpoints()), settings, new KeyFingerprints(new byte[32]));
            recorder.start();
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(threads.submit(() -> readOn(monitors)));
            }
            long longest = record(recorder);
            recorder.stop();
            reading.set(false);
            for (Future<?> reader : readers) {
                reader.get();
            }
            return longest;
        }
    }

    private long record(Recorder recorder) throws InterruptedException, IOException {
        Semaphore room = new Semaphore(WAITING);
        long longest = 0;
        for (int call = 0; call < CALLS; call++) {
            room.acquire();
            recorder.ended(
                    Captures.captured(call, Captures.URL, Headers.NONE, null, ANSWER, new Outcome.Completed()),
                    mayEnd -> room.release());
            Thread.sleep(BETWEEN_CALLS.toMillis());
            longest = Math.max(longest, Files.size(folder.resolve("x.db-wal")));
        }
        room.acquire(WAITING);
        return longest;
    }

    /** As long as a search stays in one snapshot. */
    private Void readOn(DatabaseFile file) throws Exception {
        try (Connection connection = file.reading();
                Statement statement = connection.createStatement()) {
            while (reading.get()) {
                file.pause().await();
                statement.execute("BEGIN");
                statement.execute("SELECT count(*) FROM totals");
                Thread.sleep(100);
                statement.execute("ROLLBACK");
            }
            return null;
        }
    }

    /** Copies the log and starts it over, if that goes without. */
    private record NobodyIsAsked(CheckpointDao dao) implements CheckpointDao {
        @Override
        public Progress checkpoint() {
            return dao.checkpoint();
        }

        @Override
        public boolean startOver() {
            return dao.startOver();
        }

        @Override
        public void pauseReaders() {}

        @Override
        public void resumeReaders() {}
    }
}
