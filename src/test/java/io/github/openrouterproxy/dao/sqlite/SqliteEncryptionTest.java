package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Filters;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies at rest: unreadable in every file, readable with the key, and in their own place only. */
class SqliteEncryptionTest {
    private static final String OLD = "0123456789abcdef".repeat(4);
    private static final String NEW = "fedcba9876543210".repeat(4);
    private static final String PROMPT = "Zauberwort-in-der-Frage";
    private static final String REPLY = "Zauberwort-in-der-Antwort";

    @TempDir
    Path folder;

    @Test
    void noFileHoldsABodyThatIsEncrypted() throws IOException {
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(1)));
            database.index().indexEnded(10);

            assertThat(FilesWith.text(folder, PROMPT)).isEmpty();
            assertThat(FilesWith.text(folder, REPLY)).isEmpty();
        }
        assertThat(FilesWith.text(folder, PROMPT)).isEmpty();
    }

    @Test
    void withoutAKeyTheFilesWouldHoldIt() throws IOException {
        try (SqliteDatabase database = open()) {
            database.writer().write(List.of(call(1)));

            assertThat(FilesWith.text(folder, PROMPT)).isNotEmpty();
        }
    }

    @Test
    void whoHasTheKeyReadsTheBodies() {
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(1)));

            assertThat(request(database, 1)).isEqualTo(PROMPT);
            assertThat(read(found(database, 1).responseBody())).isEqualTo(REPLY);
        }
    }

    @Test
    void aKeyThatWasReplacedReadsOnAndTheNewOneWrites() {
        try (SqliteDatabase database = open()) {
            database.writer().write(List.of(call(1)));
        }
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(2)));
        }
        try (SqliteDatabase database = open(NEW, OLD)) {
            database.writer().write(List.of(call(3)));

            assertThat(Stream.of(1, 2, 3).map(id -> request(database, id))).containsOnly(PROMPT);
        }
        try (SqliteDatabase database = open(NEW)) {
            assertThat(request(database, 1)).isEqualTo(PROMPT);
            assertThat(found(database, 2).requestBody().unreadable()).isTrue();
            assertThat(request(database, 3)).isEqualTo(PROMPT);
        }
    }

    @Test
    void withoutTheKeyOnlyLengthsAreKnownAndNothingFails() {
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(1)));
        }
        try (SqliteDatabase database = open()) {
            Body body = found(database, 1).requestBody();

            assertThat(body.unreadable()).isTrue();
            assertThat(body.bytes()).isEmpty();
            assertThat(body.length()).isEqualTo(PROMPT.length());
        }
    }

    @Test
    void aBodyThatWasChangedIsNotBelieved() throws SQLException {
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(1)));
            sql("UPDATE request_contents SET body = CAST(substr(body, 1, length(body) - 1)"
                    + " || iif(substr(body, -1) = x'00', x'01', x'00') AS BLOB)");

            assertThat(found(database, 1).requestBody().unreadable()).isTrue();
            assertThat(found(database, 1).responseBody().unreadable()).isFalse();
        }
    }

    @Test
    void aBodyPutInAnotherPlaceIsNotBelieved() throws SQLException {
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(1), call(2)));
            sql("UPDATE request_contents SET body = (SELECT body FROM request_contents WHERE id ="
                    + " (SELECT min(id) FROM request_contents))");
            sql("UPDATE response_contents SET body = (SELECT body FROM request_contents WHERE id ="
                    + " response_contents.id)");

            assertThat(found(database, 1).requestBody().unreadable()).isFalse();
            assertThat(found(database, 2).requestBody().unreadable()).isTrue();
            assertThat(found(database, 1).responseBody().unreadable()).isTrue();
        }
    }

    @Test
    void equalBodiesAreNotEqualAtRest() throws SQLException {
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(1), call(2)));
        }
        assertThat(count("SELECT count(DISTINCT body) FROM request_contents")).isEqualTo(2);
    }

    @Test
    void addressesAreFoundAndEncryptedBodiesAreNot() {
        try (SqliteDatabase database = open(OLD)) {
            database.writer().write(List.of(call(1)));

            assertThat(hits(database, "chat/completions")).isOne();
            assertThat(hits(database, PROMPT)).isZero();
            database.index().indexEnded(10);
            assertThat(hits(database, "chat/completions")).isOne();
            assertThat(hits(database, PROMPT)).isZero();
        }
    }

    private SqliteDatabase open(String... keys) {
        List<Secret> secrets = Stream.of(keys).map(Secret::new).toList();
        return SqliteDatabase.open(
                new StoreSettings(folder.resolve("test.db"), 1000, null, null, secrets), null, SearchTexts::of, true);
    }

    private static Exchange call(int number) {
        return number(number).asking(text(PROMPT)).answering(200, text(REPLY)).build();
    }

    private static Exchange found(SqliteDatabase database, int number) {
        return database.exchanges()
                .find(
                        new Scope.Everyone(),
                        SampleExchange.number(number).build().id())
                .orElseThrow();
    }

    private static String request(SqliteDatabase database, int number) {
        return read(found(database, number).requestBody());
    }

    private static String read(Body body) {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    private static long hits(SqliteDatabase database, String search) {
        ExchangeFilter filter = Filters.search(search);
        return database.exchanges()
                .list(new Scope.Everyone(), filter, new PageRequest(1, 10, null))
                .totalCount();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
                Statement update = connection.createStatement()) {
            update.executeUpdate(statement);
        }
    }

    private long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("test.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
