package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.recorder.indexing.Indexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file, its index beside it, and calls that never let the writer rest. */
final class DatabaseSizeIT {
    private static final long MIB = 1 << 20;
    private static final int WAITING = 500;
    private static final int BETWEEN_LOOKS = 20;
    private static final int SIX_DIGITS = 1_100_000_000;

    @TempDir
    private Path folder;

    private int recorded;
    private long largest;

    @Test
    void theFileStaysBelowItsSizeThoughTheWriterNeverRests() throws Exception {
        List<String> texts = texts(16 << 10);

        int looksAtRest = record(48 * MIB, 12_000, WAITING, call -> texts.get(call % texts.size()));

        assertThat(looksAtRest).as("looks at a writer that rested").isLessThan(30);
        assertThat(largest).isBetween(24 * MIB, 48 * MIB);
    }

    /** For each large one some three hundred small ones have to go. */
    @Test
    void theFileStaysBelowItsSizeWhenLargeRowsComeAfterManySmallOnes() throws Exception {
        List<String> small = texts(700);
        List<String> large = texts(512 << 10);

        record(96 * MIB, 30_000, WAITING, call -> small.get(call % small.size()));
        long ofSmallOnes = largest;
        record(96 * MIB, 600, 32, call -> large.get(call % large.size()));

        assertThat(ofSmallOnes).as("what small ones take").isGreaterThan(20 * MIB);
        assertThat(largest).isBetween(80 * MIB, 96 * MIB);
    }

    /** As after a limit was lowered because the disk is full. */
    @Test
    void theFileShrinksThoughNobodyCallsAndItsLogStaysShort() throws Exception {
        List<String> texts = texts(8 << 10);
        record(1L << 40, 10_000, WAITING, call -> texts.get(call % texts.size()));
        long before = size("");
        StoreSettings lowered = new StoreSettings(folder.resolve("x.db"), 100, null, null, List.of());
        long longestLog = 0;
        try (SqliteDatabase database = SqliteDatabase.open(lowered, null, SearchTexts::of, true)) {
            Recorder recorder =
                    Recorders.of(database, database.checkpoints(), lowered, new KeyFingerprints(new byte[32]));
            recorder.start();
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (size("") > before / 10) {
                assertThat(System.nanoTime())
                        .as("%d of %d bytes are left", size(""), before)
                        .isLessThan(deadline);
                longestLog = Math.max(longestLog, size("-wal"));
                Thread.sleep(5);
            }
            recorder.stop();
        }

        assertThat(before).isGreaterThan(80 * MIB);
        assertThat(longestLog).isBetween(MIB, 24 * MIB);
    }

    /** @return how often nothing waited to be written */
    private int record(long limit, int calls, int waiting, IntFunction<String> answers) throws Exception {
        StoreSettings settings = new StoreSettings(folder.resolve("x.db"), 0, null, limit, List.of());
        try (SqliteDatabase database = SqliteDatabase.open(settings, null, SearchTexts::of, true)) {
            Recorder recorder =
                    Recorders.of(database, database.checkpoints(), settings, new KeyFingerprints(new byte[32]));
            Indexer indexer = Indexer.start(database.index(), recorder::isWriting);
            recorder.start();
            int looksAtRest = record(recorder, calls, waiting, answers);
            indexer.stop();
            recorder.stop();

            assertThat(recorder.stats().dropped()).isZero();
            assertThat(database.writer().newestId())
                    .isEqualTo(Captures.id(recorded - 1).value());
            return looksAtRest;
        }
    }

    private int record(Recorder recorder, int calls, int waiting, IntFunction<String> answers)
            throws InterruptedException, IOException {
        Semaphore room = new Semaphore(waiting);
        int atRest = 0;
        for (int call = 0; call < calls; call++) {
            room.acquire();
            recorder.ended(
                    Captures.captured(
                            recorded++, Captures.URL, Headers.NONE, null, answers.apply(call), new Outcome.Completed()),
                    mayEnd -> room.release());
            if (recorded % BETWEEN_LOOKS == 0) {
                largest = Math.max(largest, size("") + size(".search"));
                atRest += recorder.isWriting() ? 0 : 1;
            }
        }
        room.acquire(waiting);
        return atRest;
    }

    private long size(String ending) throws IOException {
        return Files.size(folder.resolve("x.db" + ending));
    }

    private static List<String> texts(int bytes) {
        Random random = new Random(7);
        return IntStream.range(0, 64)
                .mapToObj(any -> IntStream.range(0, bytes / 7)
                        .mapToObj(word -> Integer.toString(SIX_DIGITS + random.nextInt(9_999_999), 36))
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
