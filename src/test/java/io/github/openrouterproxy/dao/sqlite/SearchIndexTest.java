package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.testing.content.Compressed;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the index, and that it finds what people read. */
final class SearchIndexTest {
    /** {@code hello hello hello hello} in br. */
    private static final byte[] BROTLI_HELLO =
            HexFormat.of().parseHex("1b1700f88d946ede445586d60a206c6f4a1179e280ae16");

    private static final int MANY = 40;
    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = opened(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatAKillLeftUndoneIsIndexedAfterwardsAndNothingTwice() throws IOException {
        writeMany();
        database.index().indexEnded(MANY / 2);
        Path killed = Files.createDirectory(folder.resolve("killed"));
        for (Path file : files(folder)) {
            Files.copy(file, killed.resolve(file.getFileName()));
        }

        try (SqliteDatabase next = opened(killed)) {
            assertThat(next.index().indexEnded(1_000)).isEqualTo(MANY / 2);
            assertThat(found(next, "question")).hasSize(MANY);
        }
    }

    @Test
    void aRemovedIndexIsMadeAnewOfAllThereIs() throws IOException {
        writeMany();
        database.index().indexEnded(1_000);
        database.close();
        Files.delete(folder.resolve("test.db.search"));
        database = opened(folder);

        assertThat(found("question")).hasSize(MANY);
        assertThat(database.index().indexEnded(1_000)).isEqualTo(MANY);
        assertThat(found("question")).hasSize(MANY);
    }

    @Test
    void exchangesFromBeforeThereWasAnIndexAreAddedToIt() throws IOException {
        writeMany();
        database.close();
        Files.delete(folder.resolve("test.db.search"));
        inFile("test.db", "DELETE FROM index_queue");
        database = opened(folder);
        database.writer().write(List.of(number(MANY + 1).build()));

        assertThat(found("question")).hasSize(MANY + 1);
        assertThat(database.index().indexEnded(10)).isEqualTo(10);
        assertThat(found("question")).hasSize(MANY + 1);
        assertThat(database.index().indexEnded(1_000)).isEqualTo(MANY - 9);
        assertThat(found("question")).hasSize(MANY + 1).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void aCallThatRanWhileTheIndexWasMadeAnewHidesNoneOfTheOthers() throws IOException {
        write(number(1).inFlight().build());
        for (int number = 2; number <= MANY; number++) {
            write(number(number).build());
        }
        database.close();
        Files.delete(folder.resolve("test.db.search"));
        database = opened(folder);

        database.writer().markInterrupted();
        database.index().indexEnded(1_000);

        assertThat(found("question")).hasSize(MANY);
    }

    /** From the first page on nobody knows how far the index had come; from the fifth on its words are gone. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void aDamagedIndexIsMadeAnewAndSearchesGoOnMeanwhile(int firstRuined) throws IOException {
        ruinIndex(firstRuined);

        assertThat(found("question")).hasSize(MANY);
        assertThat(database.index().indexEnded(1_000)).isEqualTo(MANY);
        assertThat(database.index().indexEnded(1_000)).isZero();
        assertThat(found("question")).hasSize(MANY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void figuresWithASearchGoOnTooWithoutADamagedIndex(int firstRuined) throws IOException {
        ruinIndex(firstRuined);

        Stats stats = database.stats().stats(new Scope.Everyone(), Filters.search("question"), SampleExchange.NOON);

        assertThat(stats.figures().total()).isEqualTo(MANY);
    }

    /** As the disk may have been full in between; the program goes on. */
    @Test
    void anIndexWhoseMakingAnewWasBrokenOffIsMadeAnewBeforeLong() {
        breakOffMakingAnew(true);

        assertThat(found("question")).hasSize(MANY);
        assertThat(database.index().indexEnded(1_000)).isEqualTo(MANY);
        assertThat(inFile("test.db.search", "SELECT count(*) FROM docs")).isEqualTo(MANY);
        assertThat(found("question")).hasSize(MANY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerStartsWithAnIndexWhoseMakingAnewWasBrokenOff(boolean vacuumed) {
        breakOffMakingAnew(vacuumed);

        reopen();

        assertThat(database.index().indexEnded(1_000)).isEqualTo(MANY);
        assertThat(inFile("test.db.search", "SELECT count(*) FROM docs")).isEqualTo(MANY);
        assertThat(inFile("test.db.search", "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"))
                .isEqualTo(1);
    }

    /** By what is made first of all, word for word. */
    private void breakOffMakingAnew(boolean vacuumed) {
        writeMany();
        database.index().indexEnded(1_000);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db.search"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = 1");
            statement.execute("BEGIN IMMEDIATE");
            statement.executeUpdate("DELETE FROM sqlite_schema");
            statement.execute("PRAGMA user_version = -1");
            statement.execute("COMMIT");
            statement.execute("PRAGMA writable_schema = 0");
            if (vacuumed) {
                statement.execute("VACUUM");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ruinIndex(int firstRuined) throws IOException {
        writeMany();
        database.index().indexEnded(1_000);
        database.close();
        ruin(folder.resolve("test.db.search"), firstRuined);
        database = opened(folder);
    }

    @Test
    void whatIsRemovedIsTakenOutOfTheIndexToo() {
        writeMany();
        database.index().indexEnded(1_000);

        database.writer().deleteOldest(MANY - 1);

        assertThat(found("question")).containsExactly(number(MANY).id());
        assertThat(database.index().forgetRemoved(1_000)).isEqualTo(MANY - 1);
        assertThat(inFile("test.db.search", "SELECT count(*) FROM docs")).isEqualTo(1);
        assertThat(found("question")).containsExactly(number(MANY).id());
    }

    /** So none of its slices keeps a commit waiting, however long it takes. */
    @Test
    void noSliceNeedsWhatOnlyOneMayHoldAndEveryCommitDoes() throws SQLException {
        writeMany();
        database.index().indexEnded(MANY / 2);
        database.writer().deleteOldest(MANY / 4);

        try (Connection committing = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
                Statement statement = committing.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(database.index().indexEnded(1_000)).isEqualTo(MANY / 2);
            assertThat(database.index().forgetRemoved(1_000)).isEqualTo(MANY / 4);
            inFile("test.db.search", "UPDATE state SET token = NULL");
            assertThat(database.index().indexEnded(1_000)).isEqualTo(MANY - MANY / 4);
        }
    }

    @Test
    void commitsGoOnInTheMiddleOfASlice() {
        writeMany();
        AtomicInteger last = new AtomicInteger(MANY);

        int indexed = database.index()
                .indexEnded(
                        MANY,
                        () -> database.writer()
                                .write(List.of(number(last.incrementAndGet()).build())));

        assertThat(indexed).isEqualTo(MANY);
        assertThat(found("question")).hasSize(2 * MANY);
    }

    /** The log of the database starts over only while nobody reads, which who fills the index does, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSliceEndsWhereReadersAreAskedToWaitAndGoesOnAfterwards(boolean fromBefore) throws Exception {
        writeMany();
        if (fromBefore) {
            database.close();
            Files.delete(folder.resolve("test.db.search"));
            database = opened(folder);
        }
        List<Long> committed = new ArrayList<>();
        try (DatabaseFile file = DatabaseFile.open(folder.resolve("test.db"), null, false)) {
            int indexed = database.index().indexEnded(MANY, () -> {
                committed.add(inFile("test.db.search", "SELECT count(*) FROM docs"));
                if (committed.size() == 6) {
                    file.pause().begin();
                } else {
                    file.pause().end();
                }
            });
            assertThat(indexed).isEqualTo(MANY);
        }
        assertThat(committed).hasSize(MANY + 1).startsWith(0L, 0L, 0L, 0L, 0L, 0L, 5L, 5L);
        assertThat(found("question")).hasSize(MANY).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void theIndexCountsForTheSizeOfTheDatabase() {
        writeMany();
        reopen();
        long used = database.writer().usedBytes();
        long index = indexLength();
        database.index().indexEnded(1_000);
        reopen();

        assertThat(indexLength()).isGreaterThan(index);
        assertThat(database.writer().usedBytes() - used).isEqualTo(indexLength() - index);
    }

    @Test
    void whatEndedIsFoundAtOnce() {
        writeMany();
        database.index().indexEnded(1_000);

        database.writer()
                .write(List.of(number(MANY + 1).asking(text("brand new")).build()));

        assertThat(found("brand new")).containsExactly(number(MANY + 1).id());
    }

    @Test
    void escapesAreUndone() {
        write(number(1).asking(text("{\"q\":\"\\u4e2d\\u6587 caf\\u00c9\\n\"}")).build());

        assertFound("中", "中文", "CAFé");
    }

    @Test
    void theCaseOfNoLetterMatters() {
        write(number(1)
                .asking(text("{\"q\":\"ÄRGER ΣΊΣΥΦΟΣ straẞe İzmir \u212A \\u00d6L\"}"))
                .build());

        assertFound("ärger", "Ärger", "σίσυφος", "STRAßE", "izmir", "k \u00f6l", "ſTRA");
    }

    @Test
    void aWordSplitOverPiecesOfAStreamIsFound() {
        String events = Stream.of("won", "der", "ful 今", "天")
                .map(piece -> "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + piece + "\"}}]}\n\n")
                .reduce("", String::concat);
        write(answered("text/event-stream", null, events.getBytes(StandardCharsets.UTF_8)));

        assertFound("Wonderful", "今天");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
    void compressedBodiesAreFound(String coding) {
        String text = "hello hello hello hello\n";
        byte[] body = switch (coding) {
            case "gzip" -> Compressed.gzip(text);
            case "deflate" -> Compressed.deflate(text);
            case "zstd" -> Zstd.compress(text.getBytes(StandardCharsets.UTF_8));
            default -> BROTLI_HELLO;
        };
        write(answered("text/plain", coding, body));

        assertFound("Hello hello h");
    }

    private void assertFound(String... texts) {
        for (String text : texts) {
            assertThat(found(text))
                    .as("%s, not indexed", text)
                    .containsExactly(number(1).id());
        }
        database.index().indexEnded(1_000);
        for (String text : texts) {
            assertThat(found(text))
                    .as("%s, indexed", text)
                    .containsExactly(number(1).id());
        }
    }

    private void writeMany() {
        database.writer()
                .write(IntStream.rangeClosed(1, MANY)
                        .mapToObj(i -> number(i).build())
                        .toList());
    }

    private void write(Exchange exchange) {
        database.writer().write(List.of(exchange));
    }

    private static Exchange answered(String type, @Nullable String coding, byte[] body) {
        Exchange exchange = number(1).build();
        Headers headers = Headers.NONE.with("Content-Type", type);
        return new Exchange(
                exchange.id(),
                exchange.state(),
                exchange.request(),
                exchange.authorization(),
                exchange.user(),
                exchange.requestBody(),
                new ResponseHead(200, coding == null ? headers : headers.with("Content-Encoding", coding)),
                Body.whole(body),
                exchange.pieces(),
                exchange.timing(),
                exchange.attempts(),
                exchange.error(),
                exchange.understanding());
    }

    private List<Long> found(String text) {
        return found(database, text);
    }

    private static List<Long> found(SqliteDatabase database, String text) {
        return database
                .exchanges()
                .list(new Scope.Everyone(), Filters.search(text), new PageRequest(1, 200, null))
                .rows()
                .stream()
                .map(row -> row.id().value())
                .toList();
    }

    private void reopen() {
        database.close();
        database = opened(folder);
    }

    private static SqliteDatabase opened(Path folder) {
        StoreSettings settings = new StoreSettings(folder.resolve("test.db"), 1_000, null, null);
        return SqliteDatabase.open(settings, null, SearchTexts::of, true);
    }

    private long indexLength() {
        return folder.resolve("test.db.search").toFile().length();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Pages are counted from 0. */
    private static void ruin(Path file, int firstPage) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, firstPage * PAGE, bytes.length, (byte) 0x5a);
        Files.write(file, bytes);
    }

    private long inFile(String name, String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return statement.getUpdateCount();
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
