package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.recorder.indexing.Indexer;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file, its index beside it, and calls that never let the writer rest. */
final class DatabaseSizeIT {
    private static final long LIMIT = 48L << 20;
    private static final long WRITTEN = 4 * LIMIT;
    private static final int BODY = 16 << 10;
    private static final int WAITING = 500;
    private static final int BETWEEN_LOOKS = 100;
    private static final int SIX_DIGITS = 1_100_000_000;

    @TempDir
    private Path folder;

    private long largest;

    @Test
    void theFileStaysBelowItsSizeThoughTheWriterNeverRests() throws Exception {
        StoreSettings settings = new StoreSettings(folder.resolve("x.db"), 0, null, LIMIT, List.of());
        int calls = (int) (WRITTEN / BODY);
        try (SqliteDatabase database = SqliteDatabase.open(settings, null, SearchTexts::of, true)) {
            Recorder recorder = recorder(database, settings);
            Indexer indexer = Indexer.start(database.index(), recorder::isWriting);
            recorder.start();
            int looksAtRest = record(recorder, calls);
            indexer.stop();
            recorder.stop();

            assertThat(looksAtRest).as("looks at a writer that rested").isLessThan(calls / BETWEEN_LOOKS / 20);
            assertThat(recorder.stats().dropped()).isZero();
            assertThat(database.writer().newestId())
                    .isEqualTo(Captures.id(calls - 1).value());
            assertThat(largest).isBetween(LIMIT / 2, LIMIT);
        }
    }

    /** @return how often nothing waited to be written */
    private int record(Recorder recorder, int calls) throws InterruptedException, IOException {
        String[] texts = texts();
        Semaphore room = new Semaphore(WAITING);
        int atRest = 0;
        for (int call = 0; call < calls; call++) {
            room.acquire();
            recorder.ended(
                    Captures.captured(
                            call,
                            Captures.URL,
                            Headers.NONE,
                            null,
                            texts[call % texts.length],
                            new Outcome.Completed()),
                    mayEnd -> room.release());
            if (call % BETWEEN_LOOKS == BETWEEN_LOOKS - 1) {
                largest = Math.max(largest, size("") + size(".search"));
                atRest += recorder.isWriting() ? 0 : 1;
            }
        }
        room.acquire(WAITING);
        return atRest;
    }

    private long size(String ending) throws IOException {
        return Files.size(folder.resolve("x.db" + ending));
    }

    private static String[] texts() {
        Random random = new Random(7);
        return IntStream.range(0, 64)
                .mapToObj(any -> IntStream.range(0, BODY / 7)
                        .mapToObj(word -> Integer.toString(SIX_DIGITS + random.nextInt(9_999_999), 36))
                        .collect(Collectors.joining(" ")))
                .toArray(String[]::new);
    }

    private static Recorder recorder(SqliteDatabase database, StoreSettings settings) {
        return new Recorder(
                database.writer(),
                database.checkpoints(),
                new KeyFingerprints(new byte[32]),
                new RecordingSettings(
                        16L << 20,
                        RecordingSettings.OnFailure.OPEN,
                        Duration.ofSeconds(10),
                        RecordingSettings.StoredKeys.FINGERPRINT,
                        null),
                settings,
                Clock.systemUTC(),
                new Redaction(RedactionRules.NONE),
                Costing.NONE);
    }
}
