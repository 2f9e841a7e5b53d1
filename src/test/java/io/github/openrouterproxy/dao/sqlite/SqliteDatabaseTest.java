package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.CheckpointDao.Progress;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Awaited;
import io.github.openrouterproxy.openai.SearchTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is SQLite's own: the file as others see it, two threads, space given back. */
final class SqliteDatabaseTest {
    private static final Scope EVERYONE = new Scope.Everyone();
    private static final String CONTRACT =
            "SELECT id, timestamp, method, url, headers, body, authorization_bearer, response_status,"
                    + " response_headers, response_body, duration_ms, error FROM requests";

    @TempDir
    Path folder;

    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

    @Test
    void theViewIsReadableWithTheCommandLine() throws Exception {
        assumeThat(onThePath("sqlite3")).isTrue();
        write(number(1).asking(text("今天 \"hi\"")).answering(200, text("line 1\nline 2")));

        assertThat(commandLine(CONTRACT))
                .isEqualTo(number(1).build().id()
                        + "|2026-11-20T12:00:01.123Z|POST|https://openrouter.ai/api/v1/chat/completions|"
                        + "[[\"Content-Type\",\"application/json\"],[\"X-A\",\"1\"]]|今天 \"hi\"|Bearer alice|200|"
                        + "[[\"Content-Type\",\"application/json\"]]|line 1\nline 2|250.0|\n");
    }

    @Test
    void theViewHasTheContractsColumnsAndTypes() throws Exception {
        write(
                number(1).answering(200, Body.whole(new byte[] {(byte) 0xff})),
                number(2).inFlight().asking(Body.EMPTY).by(null));

        assertThat(rows("SELECT typeof(body), typeof(response_body), typeof(duration_ms) FROM requests ORDER BY id"))
                .containsExactly("text blob real", "null null null");
        assertThat(rows("SELECT count(*) FROM (" + CONTRACT + ")")).containsExactly("2");
    }

    @Test
    void whatWasCommittedIsInTheFilesOfAKilledProcess() throws Exception {
        IntStream.rangeClosed(1, 50).forEach(i -> write(number(i)));
        Path copy = folder.resolve("copy.db");
        Files.copy(database.file(), copy);
        Files.copy(sibling(database.file(), "-wal"), sibling(copy, "-wal"));

        StoreSettings settings = new StoreSettings(copy, 1000, null, null, List.of());
        try (SqliteDatabase survivor = SqliteDatabase.open(settings, null, SearchTexts::of, true)) {
            assertThat(survivor.writer().countEnded()).isEqualTo(50);
            assertThat(survivor.writer().newestId()).isEqualTo(number(50).id());
        }
    }

    @Test
    void aReaderSeesWholeBatchesWhileTheWriterCommits() throws Exception {
        int batches = 60;
        int size = 5;
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = threads.submit(() -> IntStream.range(0, batches)
                    .forEach(batch -> database.open().writer().write(batchOf(batch * size, size))));
            long seen = 0;
            while (seen < (long) batches * size && !(writing.isDone() && failed(writing))) {
                Page<?> page =
                        database.open().exchanges().list(EVERYONE, ExchangeFilter.ALL, new PageRequest(1, 1, null));
                assertThat(page.totalCount()).isGreaterThanOrEqualTo(seen);
                assertThat(page.totalCount() % size).isZero();
                seen = page.totalCount();
            }
            writing.get();
            assertThat(seen).isEqualTo((long) batches * size);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aMonitorSeesWhatTheRelayWritesAndCannotWrite() {
        try (SqliteDatabase monitor = SqliteDatabase.open(database.settings(), null, SearchTexts::of, false)) {
            long before = monitor.exchanges().version();
            write(number(1));

            assertThat(monitor.exchanges().version()).isNotEqualTo(before);
            assertThat(monitor.exchanges().find(EVERYONE, number(1).build().id()))
                    .isPresent();
            assertThatThrownBy(monitor::writer).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(monitor::checkpoints).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aCheckpointMovesTheLogIntoTheFile() throws Exception {
        long before = Files.size(database.file());
        write(number(1).asking(text("x".repeat(100_000))));

        Progress progress = database.open().checkpoints().checkpoint();

        assertThat(progress.remainingPages()).isZero();
        assertThat(progress.logPages()).isGreaterThan(24);
        assertThat(Files.size(database.file())).isGreaterThan(before + 90_000);
    }

    @Test
    void theLogStartsOverOnceNobodyReadsFromIt() throws Exception {
        write(number(1).asking(text("x".repeat(1_000_000))));
        CheckpointDao checkpoints = database.open().checkpoints();
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SELECT * FROM totals");
            write(number(2));

            assertThat(checkpoints.startOver()).isFalse();
        }

        assertThat(checkpoints.startOver()).isTrue();
        write(number(3));
        assertThat(checkpoints.checkpoint().logPages()).isLessThan(50);
    }

    @Test
    void whoeverReadsWaitsForTheEndOfAPauseOrForItsLongestTime() {
        CheckpointDao checkpoints = database.open().checkpoints();
        try (SqliteDatabase monitor = SqliteDatabase.open(database.settings(), null, SearchTexts::of, false)) {
            checkpoints.pauseReaders();
            long paused = System.nanoTime();
            monitor.exchanges().find(EVERYONE, number(1).build().id());
            long resumed = System.nanoTime();
            checkpoints.resumeReaders();
            monitor.exchanges().find(EVERYONE, number(1).build().id());

            assertThat(resumed - paused).isGreaterThanOrEqualTo(ReadersPause.LONGEST.toNanos());
            assertThat(System.nanoTime() - resumed).isLessThan(ReadersPause.LONGEST.toNanos());
        }
    }

    @Test
    void removalTakesTheBodiesAlongAndGivesSpaceBack() throws Exception {
        for (int i = 1; i <= 40; i++) {
            Understanding late = Understanding.NOTHING.telling(new Awaited("made later"));
            write(number(i).asking(text("y".repeat(500_000))).understoodAs(late));
        }
        long pagesBefore = Long.parseLong(rows("PRAGMA page_count").get(0));

        database.open().writer().deleteOldest(39);
        assertThat(database.open().writer().giveBackSpace()).isBetween(1024 * 4096L, 1026 * 4096L);

        assertThat(rows("SELECT (SELECT count(*) FROM request_contents), (SELECT count(*) FROM response_contents),"
                        + " (SELECT count(*) FROM late_answers)"))
                .containsExactly("1 1 1");
        assertThat(Long.parseLong(rows("PRAGMA page_count").get(0))).isLessThanOrEqualTo(pagesBefore - 1024);
        assertThat(rows("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void aRequestBodyThatIsThereIsNotWrittenAgain() throws Exception {
        SampleExchange sample = number(1).asking(text("z".repeat(1_000_000)));
        write(sample.inFlight());
        Progress before = database.open().checkpoints().checkpoint();

        write(sample);

        Progress after = database.open().checkpoints().checkpoint();
        assertThat(before.logPages()).isGreaterThan(240);
        assertThat(after.logPages()).isLessThan(20);
    }

    @Test
    void aListAndAUsersListNeedNoSorting() throws Exception {
        assertThat(plan("SELECT e.id FROM exchanges e ORDER BY e.id DESC LIMIT 20"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
        assertThat(plan("SELECT e.id FROM exchanges e WHERE e.user_fingerprint = 'x' ORDER BY e.id DESC LIMIT 20"))
                .anyMatch(step -> step.contains("COVERING INDEX exchanges_by_user"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
        assertThat(plan("SELECT method, url FROM requests")).noneMatch(step -> step.contains("contents"));
    }

    @Test
    void whatSqliteComplainsOfIsADatabaseException() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = other.createStatement()) {
            statement.execute("DROP TABLE response_contents");
        }

        assertThatThrownBy(() -> write(number(1)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("write exchanges");
        assertThat(database.open().writer().countEnded()).isZero();
    }

    private static boolean failed(Future<?> done) throws Exception {
        done.get();
        return false;
    }

    private void write(SampleExchange... samples) {
        database.open()
                .writer()
                .write(List.of(samples).stream().map(SampleExchange::build).toList());
    }

    private static List<Exchange> batchOf(int first, int size) {
        return IntStream.range(first, first + size)
                .mapToObj(i -> number(i).build())
                .toList();
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private List<String> plan(String query) throws SQLException {
        return rows("EXPLAIN QUERY PLAN " + query);
    }

    /** Each row as its columns with a space between. */
    private List<String> rows(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                StringBuilder row = new StringBuilder(rows.getString(1));
                for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(' ').append(rows.getString(i));
                }
                all.add(row.toString());
            }
            return all;
        }
    }

    private String commandLine(String query) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sqlite3", database.file().toString(), query)
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    private static boolean onThePath(String program) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
