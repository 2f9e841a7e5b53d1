package io.github.openrouterproxy.deployed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.TomcatProcess.Ended;
import io.github.openrouterproxy.testing.machine.Command;
import io.github.openrouterproxy.testing.machine.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Makes trouble for a server under load, and compares what its clients saw with what the file holds afterwards. Each
 * trouble lasts a moment, or as long as {@code -Dchaos.seconds=30} says; at the end a table tells what became of it.
 */
@Tag("beside-others")
final class ChaosIT {
    private static final Duration TROUBLE = Duration.ofSeconds(Long.getLong("chaos.seconds", 2));
    private static final int SOME = 50;
    private static final Queue<String> TABLE = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path base;

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start();
        upstream.answer(request -> OpenAiReplies.chatStream(List.of("a", "b", "c"), Duration.ofMillis(5)));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @AfterAll
    static void print() throws IOException {
        String head = String.format("%-44s %9s %9s %9s %6s%n", "trouble", "answered", "refused", "recorded", "lost");
        String table = head + String.join("", TABLE);
        Files.writeString(Path.of("target", "chaos.txt"), table);
        System.out.print("\n" + table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "closed"})
    void aKillLosesNothingThatAClientSawTheEndOf(String onFailure) throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", onFailure));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            tomcat.kill9();
            clients.stop();
            try (TomcatProcess again = server(Map.of())) {
                compare("kill -9, " + onFailure, clients, again.database());
            }
            compareFigures(tomcat.database());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "closed"})
    void aStopInOrderLosesNothing(String onFailure) throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", onFailure));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            tomcat.stop();
            clients.stop();
            compare("stop under load, " + onFailure, clients, tomcat.database());
        }
    }

    @Test
    void aLockedFileHoldsNoCallUpAndAllAreRecordedAfterwards() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_WAIT", "100ms"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            try (Lock lock = Lock.on(tomcat.database())) {
                assertThat(lock.isHeld()).isTrue();
                clients.awaitAnswers(SOME);
                Thread.sleep(TROUBLE.toMillis());
                assertThat(metric(tomcat, "openrouter_proxy_records_waiting")).isPositive();
                assertThat(metric(tomcat, "openrouter_proxy_recorder_failing")).isOne();
            }
            clients.stop();
            compare("file locked, open", clients, tomcat.database());
            assertThat(clients.refused() + clients.broken()).isZero();
            assertThat(metric(tomcat, "openrouter_proxy_records_late_total")).isPositive();
            assertThat(metric(tomcat, "openrouter_proxy_records_dropped_total")).isZero();
            assertThat(metric(tomcat, "openrouter_proxy_recorder_failing")).isZero();
        }
    }

    @Test
    void aLockedFileRefusesNewCallsWithinASecondIfSoAsked() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", "closed"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            try (Lock lock = Lock.on(tomcat.database())) {
                assertThat(lock.isHeld()).isTrue();
                assertThatCallsAreRefusedWithinASecond(tomcat);
                Thread.sleep(TROUBLE.toMillis());
            }
            clients.awaitAnswers(SOME);
            clients.stop();
            compare("file locked, closed", clients, tomcat.database());
            assertThat(clients.broken()).as("those under way").isLessThanOrEqualTo(ChaosClients.CLIENTS);
        }
    }

    /** What waits in memory is lost then, so that no client may have seen the end of it. */
    @Test
    void aKillWhileNothingCanBeRecordedLosesNothingThatAClientSawTheEndOf() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", "closed", "RECORD_WAIT", "100ms"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            try (Lock lock = Lock.on(tomcat.database())) {
                assertThat(lock.isHeld()).isTrue();
                clients.awaitRefusals(SOME);
                tomcat.kill9();
            }
            clients.stop();
            try (TomcatProcess again = server(Map.of())) {
                compare("killed while the file is locked, closed", clients, again.database());
            }
        }
    }

    @Test
    void aSlowDiskOnlySlowsTheEndsOfCalls() throws Exception {
        try (TomcatProcess tomcat = server(Map.of());
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            slowDown(tomcat.database(), Duration.ofMillis(200), Duration.ofMillis(20));
            clients.stop();
            compare("commits that take 200 ms, open", clients, tomcat.database());
            assertThat(clients.refused() + clients.broken()).isZero();
        }
    }

    /** Commits come through now and then, so that calls are answered, refused and cut by turns. */
    @Test
    void aSlowDiskLosesNothingThatAClientSawTheEndOfIfNewCallsAreToBeRefused() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", "closed", "RECORD_WAIT", "300ms"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            int before = clients.answered();
            slowDown(tomcat.database(), Duration.ofMillis(800), Duration.ofMillis(150));
            assertThat(clients.answered()).as("answered meanwhile, too").isGreaterThan(before);
            assertThat(clients.refused()).isPositive();
            assertThat(clients.broken()).isPositive();
            clients.awaitAnswers(SOME);
            clients.stop();
            compare("commits that take 800 ms, closed", clients, tomcat.database());
        }
    }

    @Test
    void aFullDiskStopsNoCallAndAllAreRecordedWhenThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(base, "24m")) {
            Path database = disk.folder().resolve("x.db");
            Map<String, String> settings =
                    Map.of("DATABASE_PATH", database.toString(), "RECORD_WAIT", "100ms", "MAX_REQUESTS_HISTORY", "0");
            try (TomcatProcess tomcat = server(settings);
                    ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
                clients.awaitAnswers(SOME);
                Path filler = disk.fill();
                awaitMetric(tomcat, "openrouter_proxy_recorder_failing", 1);
                clients.awaitAnswers(SOME);
                Thread.sleep(TROUBLE.toMillis());
                Files.delete(filler);
                clients.stop();
                compare("disk full, open", clients, database);
                assertThat(clients.refused() + clients.broken()).isZero();
                assertThat(new RecordedFile(database).integrityCheck()).isEqualTo("ok");
                assertThat(tomcat.output().split("the database takes no records", -1))
                        .hasSize(2);
            }
        }
    }

    @Test
    void aFullDiskRefusesNewCallsIfSoAskedAndNoneIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(base, "24m")) {
            Path database = disk.folder().resolve("x.db");
            Map<String, String> settings =
                    Map.of("DATABASE_PATH", database.toString(), "RECORD_FAILURE", "closed", "RECORD_WAIT", "100ms");
            try (TomcatProcess tomcat = server(settings);
                    ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
                clients.awaitAnswers(SOME);
                Path filler = disk.fill();
                awaitMetric(tomcat, "openrouter_proxy_recorder_failing", 1);
                clients.awaitRefusals(SOME);
                Files.delete(filler);
                clients.awaitAnswers(SOME);
                clients.stop();
                compare("disk full, closed", clients, database);
            }
        }
    }

    @Test
    void aFileMovedAwayIsNoticedAndAllAreRecordedWhenItIsBack() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_WAIT", "100ms"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            Path aside = base.resolve("aside.db");
            Files.move(tomcat.database(), aside);
            Files.write(tomcat.database(), new byte[0]);
            awaitMetric(tomcat, "openrouter_proxy_recorder_failing", 1);
            clients.awaitAnswers(SOME);
            Files.move(aside, tomcat.database(), StandardCopyOption.REPLACE_EXISTING);
            clients.stop();
            compare("file swapped, and put back", clients, tomcat.database());
            assertThat(clients.refused() + clients.broken()).isZero();
            assertThat(tomcat.output()).contains("was moved, removed or replaced while it is open");
        }
    }

    @Test
    void aFileMovedAwayRefusesNewCallsIfSoAskedAndNoneIsLost() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", "closed"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            Path aside = base.resolve("aside.db");
            Files.move(tomcat.database(), aside);
            awaitMetric(tomcat, "openrouter_proxy_recorder_failing", 1);
            clients.awaitRefusals(SOME);
            int meanwhile = clients.answered();
            clients.awaitRefusals(SOME);
            assertThat(clients.answered()).isEqualTo(meanwhile);
            Files.move(aside, tomcat.database());
            clients.awaitAnswers(SOME);
            clients.stop();
            compare("file moved away, and put back, closed", clients, tomcat.database());
            assertThat(clients.broken()).as("those under way").isLessThanOrEqualTo(ChaosClients.CLIENTS);
        }
    }

    /** Its records go with it; but no client sees the end of a call that is not even among them. */
    @Test
    void aRemovedFileRefusesNewCallsIfSoAskedAndNoneIsAnsweredWithoutARecord() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", "closed", "RECORD_WAIT", "100ms"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            // other names, by which it can be looked at afterwards
            Path kept = Files.createLink(base.resolve("kept.db"), tomcat.database());
            Files.createLink(base.resolve("kept.db-wal"), Path.of(tomcat.database() + "-wal"));
            Files.delete(tomcat.database());
            clients.awaitRefusals(SOME);
            tomcat.kill9();
            clients.stop();
            compare("file removed, and kill -9, closed", clients, kept);
        }
    }

    @Test
    void aDamagedFileIsRefusedAtTheStartAndLeftAsItIs() throws Exception {
        Path database = Files.createDirectory(base.resolve("data")).resolve("proxy_requests.db");
        byte[] damaged = "SQLite format 3\0 and then nothing that it could be"
                .repeat(200)
                .getBytes(UTF_8);
        Files.write(database, damaged);

        Ended start = TomcatProcess.startInVain(
                base, Map.of("OPENAI_API_BASE", upstream.base().toString()));

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.output())
                .contains("The database " + database + " is not a SQLite database or is damaged: restore it");
        assertThat(database).hasBinaryContent(damaged);
    }

    @Test
    void aFileGoneReadOnlyStopsNoCallAndAllAreRecordedWhenItIsBack() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_WAIT", "100ms"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            try (ReadOnly log = ReadOnly.make(tomcat.database() + "-wal")) {
                awaitMetric(tomcat, "openrouter_proxy_recorder_failing", 1);
                clients.awaitAnswers(SOME);
                Thread.sleep(TROUBLE.toMillis());
                assertThat(log.isKept()).isTrue();
            }
            clients.stop();
            compare("file gone read-only, open", clients, tomcat.database());
            assertThat(clients.refused() + clients.broken()).isZero();
        }
    }

    @Test
    void aFileGoneReadOnlyRefusesNewCallsIfSoAskedAndNoneIsLost() throws Exception {
        try (TomcatProcess tomcat = server(Map.of("RECORD_FAILURE", "closed"));
                ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
            clients.awaitAnswers(SOME);
            try (ReadOnly log = ReadOnly.make(tomcat.database() + "-wal")) {
                awaitMetric(tomcat, "openrouter_proxy_recorder_failing", 1);
                clients.awaitRefusals(SOME);
                Thread.sleep(TROUBLE.toMillis());
                assertThat(log.isKept()).isTrue();
            }
            clients.awaitAnswers(SOME);
            clients.stop();
            compare("file gone read-only, closed", clients, tomcat.database());
            assertThat(clients.broken()).as("those under way").isLessThanOrEqualTo(ChaosClients.CLIENTS);
        }
    }

    /** And a little more where looking at the metrics, which have nothing to do with the file, takes long itself. */
    private static void assertThatCallsAreRefusedWithinASecond(TomcatProcess tomcat) throws Exception {
        long locked = System.nanoTime();
        long slowest = 0;
        long looked;
        double failing;
        do {
            Thread.sleep(5);
            looked = System.nanoTime();
            failing = metric(tomcat, "openrouter_proxy_recorder_failing");
            slowest = Math.max(slowest, System.nanoTime() - looked);
        } while (failing == 0);
        assertThat(Duration.ofNanos(looked - locked))
                .isLessThan(Duration.ofSeconds(1).plusNanos(5 * slowest));
        assertThat(RawClient.call(tomcat.relayPort(), RawRequest.post("/v1/embeddings", "{}"))
                        .status())
                .isEqualTo(503);
    }

    private TomcatProcess server(Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("OPENAI_API_BASE", upstream.base().toString());
        all.putIfAbsent("MAX_REQUESTS_HISTORY", "0");
        return TomcatProcess.start(base, all);
    }

    private static void slowDown(Path database, Duration commit, Duration between) throws Exception {
        long end = System.nanoTime() + TROUBLE.toNanos();
        while (System.nanoTime() < end) {
            try (Lock lock = Lock.on(database)) {
                assertThat(lock.isHeld()).isTrue();
                Thread.sleep(commit.toMillis());
            }
            Thread.sleep(between.toMillis());
        }
    }

    private void compare(String trouble, ChaosClients clients, Path database) throws Exception {
        int recorded = clients.awaitRecords(new RecordedFile(database), upstream.base());
        TABLE.add(String.format(
                "%-44s %9d %9d %9d %6d%n",
                trouble, clients.answered(), clients.refused(), recorded, clients.answered() - recorded));
        assertThat(recorded).as("calls on record of those answered").isEqualTo(clients.answered());
    }

    /** They are kept in the commits that change the rows, so that no kill comes between. */
    private static void compareFigures(Path database) throws SQLException {
        StoreSettings settings = new StoreSettings(database, 0, null, null, List.of());
        try (SqliteDatabase file = SqliteDatabase.open(settings, null, SearchTexts::of, true)) {
            Overview kept = overview(file);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE rollup_state SET unbuilt_before = 9223372036854775807");
            }
            file.writer().write(List.of());
            assertThat(overview(file))
                    .as("figures that are still to be made anew")
                    .isNotEqualTo(kept);
            while (file.writer().takeIntoFigures(500)) {}

            assertThat(kept.complete()).isTrue();
            assertThat(kept.figures().total()).isEqualTo(file.writer().countEnded());
            assertThat(overview(file)).isEqualTo(kept);
        }
    }

    private static Overview overview(SqliteDatabase file) {
        return file.stats().overview(new Scope.Everyone(), ExchangeFilter.ALL, Duration.ofMinutes(1), Instant.now());
    }

    private static double metric(TomcatProcess tomcat, String name) throws IOException {
        String text =
                RawClient.call(tomcat.relayPort(), RawRequest.get("/metrics")).text();
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + text));
    }

    private static void awaitMetric(TomcatProcess tomcat, String name, double value)
            throws IOException, InterruptedException {
        for (long end = System.nanoTime() + 20_000_000_000L; metric(tomcat, name) != value; Thread.sleep(20)) {
            assertThat(System.nanoTime()).as("%s is not %s", name, value).isLessThan(end);
        }
    }

    /** Nobody may write to it, whoever runs the server. */
    private record ReadOnly(Path file) implements AutoCloseable {
        static ReadOnly make(String file) throws Exception {
            assumeThat(Command.run("chattr", "+i", file))
                    .as("a file can be made immutable")
                    .isZero();
            return new ReadOnly(Path.of(file));
        }

        boolean isKept() {
            return Files.exists(file);
        }

        @Override
        public void close() throws IOException {
            try {
                Command.run("chattr", "-i", file.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps every other process from writing, as {@code BEGIN EXCLUSIVE} in {@code sqlite3} does. */
    record Lock(Connection connection) implements AutoCloseable {
        static Lock on(Path database) throws SQLException {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("BEGIN EXCLUSIVE");
            }
            return new Lock(connection);
        }

        boolean isHeld() throws SQLException {
            return !connection.isClosed();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
