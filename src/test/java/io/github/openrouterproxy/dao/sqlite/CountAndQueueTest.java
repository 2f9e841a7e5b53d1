package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.SampleExchange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many exchanges there are, and which of them the index is still to read. */
final class CountAndQueueTest {
    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Test
    void whatEndedIsQueuedOnceInTheOrderOfItsCommit() throws SQLException {
        write(number(2), number(1));
        write(number(3).inFlight(), number(1));
        write(number(4), number(3).inFlight());

        assertThat(queue()).containsExactly(id(2), id(1), id(4));
        write(number(3));
        write(number(3));
        assertThat(queue()).containsExactly(id(2), id(1), id(4), id(3));
    }

    @Test
    void whatIsInABatchTwiceIsCountedAndQueuedOnce() throws SQLException {
        write(number(1).inFlight(), number(1));

        assertThat(count()).isEqualTo(1);
        assertThat(queue()).containsExactly(id(1));
    }

    @Test
    void aRehearsalIsNeitherCountedNorQueuedNorNumbered() throws SQLException {
        write(number(1));
        for (int round = 0; round < 10; round++) {
            database.open()
                    .writer()
                    .rehearse(List.of(number(2).inFlight().build(), number(2).build()));
        }
        write(number(3));

        assertThat(queue()).containsExactly(id(1), id(3));
        assertThat(numberOf("SELECT max(seq) FROM index_queue")).isEqualTo(2);
        assertThat(numberOf("SELECT exchanges FROM totals")).isEqualTo(2);
        assertThat(numberOf("SELECT count(*) FROM request_contents")).isEqualTo(2);
    }

    @Test
    void aRehearsalDoesNotWaitForWhoHoldsTheFileAndCallsDoAsBefore() throws Exception {
        write(number(1));
        try (Connection other = connection();
                Statement statement = other.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            long began = System.nanoTime();

            assertThatThrownBy(() ->
                            database.open().writer().rehearse(List.of(number(2).build())))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            refusal -> assertThat(refusal.isUnavailable()).isTrue());

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
            Thread releases = new Thread(() -> release(other));
            releases.start();
            write(number(3));
            releases.join();
        }
        assertThat(queue()).containsExactly(id(1), id(3));
    }

    private static void release(Connection other) {
        try (Statement statement = other.createStatement()) {
            Thread.sleep(300);
            statement.executeUpdate("ROLLBACK");
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAStopInterruptedIsQueued() throws SQLException {
        write(number(1), number(2).inFlight());

        database.open().writer().markInterrupted();

        assertThat(queue()).containsExactly(id(1), id(2));
        database.open().writer().markInterrupted();
        assertThat(queue()).containsExactly(id(1), id(2));
    }

    @Test
    void everyRowIsCountedHoweverOftenItIsWrittenUntilItIsRemoved() {
        write(number(1), number(2), number(3).inFlight());
        write(number(2), number(3), number(4));
        assertThat(count()).isEqualTo(4);

        database.open().writer().deleteOldest(3);

        assertThat(count()).isEqualTo(1);
    }

    /** The index may have read a whole burst since the last commit; the next one does not clear up behind all of it. */
    @Test
    void ofWhatWasIndexedMeanwhileOneCommitTakesAThousandFromTheQueue() throws SQLException {
        inFile("INSERT INTO index_queue (id) WITH RECURSIVE n(i) AS"
                + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12500) SELECT i FROM n");
        database.open().index().indexEnded(20_000);

        List<Integer> left = new ArrayList<>();
        for (int commit = 1; commit <= 5; commit++) {
            write(number(commit));
            left.add(queue().size());
        }

        assertThat(left).containsExactly(11_501, 10_502, 10_003, 10_004, 10_005);
    }

    @Test
    void whatIsRemovedByHandIsCountedNoMoreAfterTheNextStart() throws SQLException {
        write(number(1), number(2), number(3));
        inFile("DELETE FROM exchanges WHERE id <> " + id(2));

        database.open().writer().markInterrupted();

        assertThat(count()).isEqualTo(1);
    }

    private void write(SampleExchange... samples) {
        database.open()
                .writer()
                .write(Stream.of(samples).map(SampleExchange::build).toList());
    }

    private long count() {
        return database.open().writer().countEnded();
    }

    private static long id(int number) {
        return number(number).build().id().value();
    }

    private long numberOf(String query) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private List<Long> queue() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM index_queue ORDER BY seq")) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    private void inFile(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database.file());
    }
}
