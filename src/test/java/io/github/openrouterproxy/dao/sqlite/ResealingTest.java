package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.testing.machine.FilesWith;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records from before the key: brought under it, though it was interrupted, and nothing is left of how they were. */
class ResealingTest {
    private static final String OLD = "0123456789abcdef".repeat(4);
    private static final String NEW = "fedcba9876543210".repeat(4);
    private static final String PROMPT = "Zauberwort-in-der-Frage";
    private static final String REPLY = "Zauberwort-in-der-Antwort";
    private static final int PLAIN = 120;
    private static final int UNDER_OLD = 80;

    @TempDir
    Path folder;

    @BeforeEach
    void record() {
        try (SqliteDatabase database = open()) {
            write(database, 1, PLAIN);
            database.index().indexEnded(PLAIN);
            assertThat(hits(database)).isEqualTo(PLAIN);
            // what was removed lies in free pages until they are used again
            database.writer().deleteOldest(20);
        }
        try (SqliteDatabase database = open(OLD)) {
            write(database, PLAIN + 1, UNDER_OLD);
        }
    }

    @Test
    void afterAnInterruptionItGoesOnAndTheOldKeyIsNotNeededAnyMore() {
        int before;
        try (Resealing killed = Resealing.open(settings(NEW, OLD))) {
            before = killed.step().orElseThrow();
        }
        int after = 0;
        try (Resealing again = Resealing.open(settings(NEW, OLD))) {
            after = all(again);
            assertThat(again.unreadable()).isZero();
        }

        assertThat(before).isEqualTo(50);
        assertThat(before + after).isEqualTo(2 * (PLAIN - 20 + UNDER_OLD));
        try (SqliteDatabase database = open(NEW)) {
            assertThat(IntStream.rangeClosed(21, PLAIN + UNDER_OLD).mapToObj(id -> found(database, id)))
                    .allSatisfy(exchange -> {
                        assertThat(read(exchange.requestBody())).startsWith(PROMPT);
                        assertThat(read(exchange.responseBody())).startsWith(REPLY);
                    });
        }
    }

    @Test
    void noFileHoldsABodyOrItsWordsAfterwards() throws IOException, SQLException {
        assertThat(FilesWith.text(folder, PROMPT)).isNotEmpty();
        assertThat(indexed("SELECT count(*) FROM terms")).isPositive();
        try (Resealing resealing = Resealing.open(settings(NEW, OLD))) {
            all(resealing);
            resealing.wipe();

            assertThat(FilesWith.text(folder, PROMPT)).isEmpty();
            assertThat(FilesWith.text(folder, REPLY)).isEmpty();
            assertThat(indexed("SELECT count(*) FROM terms")).isZero();
            assertThat(indexed("SELECT count(*) FROM docs")).isZero();
            assertThat(indexed("SELECT freelist_count FROM pragma_freelist_count"))
                    .isZero();
            assertThat(folder.resolve("test.db.search-wal"))
                    .satisfiesAnyOf(
                            log -> assertThat(log).doesNotExist(),
                            log -> assertThat(log).isEmptyFile());
        }
        assertThat(FilesWith.text(folder, "Zauberwort")).isEmpty();
        try (SqliteDatabase database = open(NEW)) {
            assertThat(hits(database)).isZero();
            database.index().indexEnded(1000);
            assertThat(hits(database)).isZero();
            assertThat(hits(database, "completions")).isEqualTo(PLAIN - 20 + UNDER_OLD);
        }
    }

    @Test
    void whatTheKeysDoNotOpenStaysAsItIs() {
        try (Resealing resealing = Resealing.open(settings(NEW))) {
            assertThat(all(resealing)).isEqualTo(2 * (PLAIN - 20));
            assertThat(resealing.unreadable()).isEqualTo(2 * UNDER_OLD);
        }
        try (SqliteDatabase database = open(OLD)) {
            assertThat(read(found(database, PLAIN + 1).requestBody())).startsWith(PROMPT);
        }
    }

    @Test
    void nothingIsTouchedWhileARecorderRunsOrWithoutAKey() {
        assertThatThrownBy(() -> Resealing.open(settings()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("ENCRYPTION_KEY");
        try (SqliteDatabase database = open(OLD)) {
            assertThat(database).isNotNull();
            assertThatThrownBy(() -> Resealing.open(settings(NEW, OLD))).isInstanceOf(DatabaseException.class);
        }
    }

    /** Asks the index's file, where {@code terms} are what is found in it. */
    private long indexed(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db.search"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, row)");
            try (ResultSet row = statement.executeQuery(query)) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    private static int all(Resealing resealing) {
        int sealed = 0;
        for (Optional<Integer> step = resealing.step(); step.isPresent(); step = resealing.step()) {
            sealed += step.get();
        }
        return sealed;
    }

    private StoreSettings settings(String... keys) {
        List<Secret> secrets = Stream.of(keys).map(Secret::new).toList();
        return new StoreSettings(folder.resolve("test.db"), 1000, null, null, secrets);
    }

    private SqliteDatabase open(String... keys) {
        return SqliteDatabase.open(settings(keys), null, SearchTexts::of, true);
    }

    private static void write(SqliteDatabase database, int first, int count) {
        database.writer()
                .write(IntStream.range(first, first + count)
                        .mapToObj(ResealingTest::call)
                        .toList());
    }

    private static Exchange call(int id) {
        return number(id)
                .asking(text(PROMPT + " und mehr ".repeat(id * 5)))
                .answering(200, text(REPLY))
                .build();
    }

    private static Exchange found(SqliteDatabase database, int id) {
        return database.exchanges()
                .find(new Scope.Everyone(), SampleExchange.number(id).build().id())
                .orElseThrow();
    }

    private static String read(Body body) {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    private static long hits(SqliteDatabase database) {
        return hits(database, PROMPT);
    }

    /** A busy machine may not count them all in the time that a count has at first. */
    private static long hits(SqliteDatabase database, String words) {
        Page<ExchangeSummary> found;
        int tries = 0;
        do {
            found = database.exchanges()
                    .list(new Scope.Everyone(), Filters.search(words), new PageRequest(1, 10, null));
        } while (found.totalIsLowerBound() && ++tries < 50);
        return found.totalCount();
    }
}
