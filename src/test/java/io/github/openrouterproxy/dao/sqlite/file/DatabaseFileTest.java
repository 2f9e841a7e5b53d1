package io.github.openrouterproxy.dao.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.testing.machine.FilesWith;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseFileTest {
    private static final SqliteDriver DRIVER = SqliteDriver.of(null);

    private static final List<String> HASHES =
            Stream.of("1a", "2b", "3c", "4d").map(pair -> pair.repeat(32)).toList();

    @TempDir
    Path folder;

    @Test
    void aMissingFolderIsMade() {
        Path file = folder.resolve("a/b/new.db");

        DatabaseFile.open(file, DRIVER, true).close();

        assertThat(file).isNotEmptyFile();
    }

    @Test
    void onlyItsOwnerMayReadANewFile() throws Exception {
        Path file = folder.resolve("new.db");
        try (DatabaseFile open = DatabaseFile.open(file, DRIVER, true);
                Connection connection = open.writing();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version");
            assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");

            for (String name : List.of("new.db", "new.db-wal", "new.db-shm", "new.db.lock")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space.db", "what?.db", "100%25#.db", "中文.db", "mode=memory.db"})
    void anyNameWillDo(String name) {
        DatabaseFile.open(folder.resolve(name), DRIVER, true).close();

        assertThat(folder.resolve(name)).isNotEmptyFile();
    }

    @Test
    void theFileIsSetUpForLogAndGivingBackSpace() throws Exception {
        try (DatabaseFile file = DatabaseFile.open(folder.resolve("x.db"), DRIVER, true);
                Connection connection = file.writing()) {
            assertThat(answer(connection, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(answer(connection, "PRAGMA auto_vacuum")).isEqualTo("2");
            assertThat(answer(connection, "PRAGMA wal_autocheckpoint")).isEqualTo("0");
            assertThat(answer(connection, "PRAGMA synchronous")).isEqualTo("1");
            assertThat(answer(connection, "PRAGMA user_version")).isEqualTo("" + Migrations.newestVersion());
        }
    }

    @Test
    void aReaderCannotWrite() throws Exception {
        try (DatabaseFile file = DatabaseFile.open(folder.resolve("x.db"), DRIVER, false);
                Connection connection = file.reading();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM exchanges"))
                    .isInstanceOf(SQLException.class);
        }
    }

    /** SQLite would make an empty one in its place, and remove the log of the one that is open. */
    @Test
    void nothingMoreIsOpenedWhereTheFileWasMovedAwayAndItsLogStays() throws Exception {
        Path path = folder.resolve("x.db");
        Path aside = folder.resolve("aside.db");
        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.writing();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE totals SET exchanges = 7");
            Files.move(path, aside);

            for (Callable<Connection> opening :
                    List.<Callable<Connection>>of(file::reading, file::writing, file::noting, file::indexing)) {
                assertThatThrownBy(opening::call)
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("was moved, removed or replaced");
            }
            assertThat(path).doesNotExist();
            Files.move(aside, path);
            try (Connection again = file.reading()) {
                assertThat(answer(again, "SELECT exchanges FROM totals")).isEqualTo("7");
            }
        }
    }

    @Test
    void openingAgainChangesNothing() throws Exception {
        Path path = folder.resolve("x.db");
        DatabaseFile.open(path, DRIVER, true).close();
        byte[] before = Files.readAllBytes(path);

        DatabaseFile.open(path, DRIVER, true).close();

        assertUntouched(path, before);
    }

    @Test
    void aFileOfTheFirstVersionIsBroughtUpToDateWithWhatItHolds() throws Exception {
        Path path = folder.resolve("first.db");
        try (InputStream script = Migrations.class.getResourceAsStream("001-exchanges.sql")) {
            make(path, new String(script.readAllBytes(), StandardCharsets.UTF_8) + """
                    INSERT INTO exchanges (id, state, received_us, method, url, path, stream, attempts, request_bytes,
                      request_truncated, response_bytes, response_truncated, cost_micros)
                    VALUES (7, 'finished', 1, 'POST', 'u', '/p', 0, 1, 0, 0, 0, 0, 5);
                    PRAGMA application_id = 0x4f525058; PRAGMA user_version = 1""");
        }

        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.reading()) {
            assertThat(answer(connection, "PRAGMA user_version")).isEqualTo("" + Migrations.newestVersion());
            assertThat(answer(
                            connection,
                            "SELECT id || cost_nanos || (cost_source IS NULL) || (committed_us IS NULL)"
                                    + " FROM exchanges"))
                    .isEqualTo("7500011");
        }
    }

    /** Each has figures of two calls, and says that they are complete. */
    @ParameterizedTest
    @CsvSource({
        "013-nano-dollars.sql, 'POST', '5000', 'anew'",
        "013-nano-dollars.sql, 'GET', '', 'anew'",
        "014-fetched-answers.sql, 'POST', '5', 'kept'",
        "014-fetched-answers.sql, 'GET', '', 'anew'",
    })
    void figuresThatAreTrueNoMoreAreMadeAnew(String script, String method, String costs, String figures)
            throws Exception {
        Path path = folder.resolve("older.db");
        int version = Migrations.SCRIPTS.indexOf(script);
        String unit = version <= Migrations.SCRIPTS.indexOf("013-nano-dollars.sql") ? "cost_micros" : "cost_nanos";
        makeOlder(path, version, """
                INSERT INTO exchanges (id, state, received_us, method, url, path, stream, attempts, request_bytes,
                  request_truncated, response_bytes, response_truncated, prompt_tokens, cost_source, %s)
                VALUES (7, 'finished', 1, '%s', 'u', '/p', 0, 1, 0, 0, 0, 0, 3, 'computed', 5),
                       (8, 'finished', 1, 'GET', 'u', '/p', 0, 1, 0, 0, 0, 0, NULL, NULL, NULL);
                UPDATE rollup_state SET unbuilt_before = 0, folded_to = 60""".formatted(unit, method));

        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.reading()) {
            assertThat(answer(connection, "SELECT group_concat(coalesce(cost_nanos, ''), '') FROM exchanges"))
                    .isEqualTo(costs);
            assertThat(answer(
                            connection,
                            "SELECT count(prompt_tokens) = count(cost_nanos)"
                                    + " AND count(cost_source) = count(cost_nanos) FROM exchanges"))
                    .isEqualTo("1");
            assertThat(answer(connection, "SELECT unbuilt_before FROM rollup_state"))
                    .isEqualTo(figures.equals("anew") ? "" + Long.MAX_VALUE : "0");
        }
    }

    @Test
    void ofBodiesThatRulesChangedNoHashIsLeftButOfThoseThatAreCut() throws Exception {
        Path path = folder.resolve("older.db");
        makeWithHashes(path);

        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.writing()) {
            assertThat(answer(connection, "SELECT group_concat(sha256) FROM request_contents"))
                    .isEqualTo(String.join(",", HASHES));

            // one row of them is as large as a step may be
            assertThat(removeOldHashes(connection)).isEqualTo(2);

            for (String side : List.of("request", "response")) {
                assertThat(answer(connection, "SELECT group_concat(sha256) FROM " + side + "_contents WHERE id > 1"))
                        .isEqualTo(String.join(",", HASHES.subList(1, 4)));
            }
            assertThat(FilesWith.text(folder, HASHES.get(0))).isEmpty();
            assertThat(FilesWith.text(folder, HASHES.get(1))).containsExactly(path);
        }
        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.writing()) {
            assertThat(new OldHashes(connection).areLeft()).isFalse();
        }
    }

    /** Who wants to record meanwhile waits for it. */
    @Test
    void aHashGoesWithoutItsBodyBeingWrittenAnew() throws Exception {
        Path path = folder.resolve("older.db");
        makeWithHashes(path);
        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.writing()) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE request_contents SET body = zeroblob(4000000) WHERE id = 1");
            }
            assertThat(answer(connection, "PRAGMA wal_checkpoint(TRUNCATE)")).isEqualTo("0");

            removeFromRows(new OldHashes(connection));

            assertThat(answer(connection, "SELECT typeof(sha256) FROM request_contents WHERE id = 1"))
                    .isEqualTo("blob");
            assertThat(Files.size(folder.resolve("older.db-wal"))).isBetween(1L, 200_000L);
        }
    }

    @Test
    void whatHashesAReaderKeepsInTheLogGoesAtTheNextStart() throws Exception {
        Path path = folder.resolve("older.db");
        makeWithHashes(path);
        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.writing();
                Connection reader = file.reading()) {
            reader.setAutoCommit(false);
            answer(reader, "SELECT count(*) FROM request_contents");
            removeOldHashes(connection);
            assertThat(new OldHashes(connection).areLeft()).isTrue();
        }
        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, true);
                Connection connection = file.writing()) {
            removeOldHashes(connection);

            assertThat(new OldHashes(connection).areLeft()).isFalse();
            assertThat(FilesWith.text(folder, HASHES.get(0))).isEmpty();
        }
    }

    @Test
    void manyMayOpenANewFileAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            String whole = tablesOf(folder.resolve("whole.db"), true);
            for (int round = 0; round < 4; round++) {
                Path path = folder.resolve("round" + round + ".db");
                List<Callable<String>> opens = IntStream.range(0, 8)
                        .<Callable<String>>mapToObj(i -> () -> tablesOf(path, i == 0))
                        .toList();
                for (Future<String> tables : threads.invokeAll(opens)) {
                    assertThat(tables.get()).isEqualTo(whole);
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aFileOfANewerVersionIsRefusedUntouched() throws Exception {
        Path path = folder.resolve("newer.db");
        make(path, "PRAGMA journal_mode = WAL; CREATE TABLE later (x); PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(path);

        assertThatThrownBy(() -> DatabaseFile.open(path, DRIVER, true))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("99")
                .hasMessageContaining("DATABASE_PATH");

        assertUntouched(path, before);
        assertThat(folder.resolve("newer.db.lock")).doesNotExist();
    }

    /** As its process left it when it was killed: that it is newer stands in the log alone. */
    @Test
    void aFileOfANewerVersionIsRefusedUntouchedWithItsLog() throws Exception {
        Path living = folder.resolve("living.db");
        Path path = folder.resolve("newer.db");
        Path log = folder.resolve("newer.db-wal");
        makeOlder(living, Migrations.newestVersion(), "PRAGMA journal_mode = WAL");
        try (Connection connection = DRIVER.connect(living);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE later (x); PRAGMA user_version = 99");
            Files.copy(living, path);
            Files.copy(folder.resolve("living.db-wal"), log);
        }
        byte[] before = Files.readAllBytes(path);
        byte[] logBefore = Files.readAllBytes(log);

        assertRefused(path, "99");

        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        assertThat(Files.readAllBytes(log)).isEqualTo(logBefore).isNotEmpty();
        assertThat(folder.resolve("newer.db.lock")).doesNotExist();
    }

    @Test
    void anotherProgramsFileIsRefusedUntouched() throws Exception {
        Path path = folder.resolve("other.db");
        make(path, "CREATE TABLE requests (id TEXT)");
        byte[] before = Files.readAllBytes(path);

        assertThatThrownBy(() -> DatabaseFile.open(path, DRIVER, true))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("another program")
                .hasMessageContaining("DATABASE_PATH");

        assertUntouched(path, before);
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedUntouched() throws Exception {
        Path path = folder.resolve("letter.db");
        byte[] before = "Dear Sir or Madam, ".repeat(500).getBytes(StandardCharsets.UTF_8);
        Files.write(path, before);

        assertRefused(path, "is not a SQLite database or is damaged");

        assertUntouched(path, before);
    }

    @Test
    void aDamagedFileIsRefusedUntouched() throws Exception {
        Path path = folder.resolve("damaged.db");
        DatabaseFile.open(path, DRIVER, true).close();
        byte[] damaged = Files.readAllBytes(path);
        Arrays.fill(damaged, 100, 4096, (byte) 0x5a);
        Files.write(path, damaged);

        assertRefused(path, "is not a SQLite database or is damaged");

        assertUntouched(path, damaged);
    }

    @Test
    void aFileWhoseCreationWasCutOffIsCreatedAnew() throws Exception {
        Path path = folder.resolve("half.db");
        Path copy = folder.resolve("copy.db");
        try (Connection connection = DRIVER.connect(path);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA cache_size = 1; BEGIN; CREATE TABLE half (x); "
                    + "INSERT INTO half VALUES (zeroblob(100000)); INSERT INTO half VALUES (zeroblob(100000))");
            Files.copy(path, copy);
            Files.copy(folder.resolve("half.db-journal"), folder.resolve("copy.db-journal"));
        }
        assertThat(copy).isNotEmptyFile();

        assertThat(tablesOf(copy, true)).isEqualTo(tablesOf(folder.resolve("whole.db"), true));
    }

    @Test
    void aPathThatCannotBeIsNamedWithItsSetting() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertRefused(file.resolve("x.db"), "cannot be created");
        assertRefused(folder, "is a folder");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedWithItsSetting() throws Exception {
        Path path = folder.resolve("x.db");
        DatabaseFile.open(path, DRIVER, true).close();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));
        assumeThat(Files.isWritable(path)).as("not root").isFalse();

        assertRefused(path, "cannot be written");
    }

    @Test
    void aRefusalLeavesNothingHeld() throws IOException {
        Path path = folder.resolve("x.db");
        Files.writeString(path, "no database at all");
        assertRefused(path, "is not a SQLite database");
        Files.delete(path);

        DatabaseFile.open(path, DRIVER, true).close();

        assertThat(System.getProperties().keySet())
                .noneMatch(key -> key.toString().contains(folder.toString()));
    }

    private static void assertUntouched(Path path, byte[] before) throws IOException {
        assertThat(Arrays.mismatch(Files.readAllBytes(path), before))
                .as("first difference")
                .isEqualTo(-1);
    }

    private static void assertRefused(Path path, String why) {
        assertThatThrownBy(() -> DatabaseFile.open(path, DRIVER, true))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("DATABASE_PATH");
    }

    private static String tablesOf(Path path, boolean recording) throws SQLException {
        try (DatabaseFile file = DatabaseFile.open(path, DRIVER, recording);
                Connection connection = file.reading()) {
            return answer(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
        }
    }

    /** A file as the program left it that knew so many versions, with what {@code content} puts into it. */
    private static void makeOlder(Path path, int version, String content) throws SQLException {
        List<String> parts = new ArrayList<>(Migrations.SCRIPTS.subList(0, version).stream()
                .map(Migrations::text)
                .toList());
        parts.add(content);
        parts.add("PRAGMA application_id = 0x4f525058; PRAGMA user_version = " + version);
        make(path, String.join(";", parts));
    }

    /** Of rows 1 to 4, of which rules changed only the first as a whole. */
    private static void makeWithHashes(Path path) throws SQLException {
        String hashes =
                "CASE id WHEN 1 THEN '%s' WHEN 2 THEN '%s' WHEN 3 THEN '%s' ELSE '%s' END".formatted(HASHES.toArray());
        makeOlder(path, Migrations.SCRIPTS.indexOf("017-no-hash-of-what-was-taken-out.sql"), """
                INSERT INTO exchanges (id, state, received_us, method, url, path, stream, attempts, request_bytes,
                  request_truncated, response_bytes, response_truncated, redacted)
                VALUES (1, 'finished', 1, 'POST', 'u', '/p', 0, 1, 2000000, 0, 0, 0, 'url,request_body,response_body'),
                       (2, 'finished', 1, 'POST', 'u', '/p', 0, 1, 2000000, 1, 0, 1, 'request_body,response_body'),
                       (3, 'finished', 1, 'POST', 'u', '/p', 0, 1, 0, 0, 0, 0, 'request_headers,response_headers'),
                       (4, 'finished', 1, 'POST', 'u', '/p', 0, 1, 0, 0, 0, 0, NULL);
                INSERT INTO request_contents (id, headers, body, sha256)
                SELECT id, '[]', zeroblob(9000), %1$s FROM exchanges;
                INSERT INTO response_contents (id, piece_count, attempts, sha256)
                SELECT id, 0, '[]', %1$s FROM exchanges""".formatted(hashes));
    }

    private static int removeOldHashes(Connection connection) throws SQLException {
        OldHashes hashes = new OldHashes(connection);
        int steps = removeFromRows(hashes);
        hashes.wipeLog();
        return steps;
    }

    private static int removeFromRows(OldHashes hashes) throws SQLException {
        int steps = 0;
        while (hashes.remove().exchanges() > 0) {
            steps++;
        }
        return steps;
    }

    private static void make(Path path, String script) throws SQLException {
        try (Connection connection = DRIVER.connect(path);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(script);
        }
    }

    private static String answer(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
