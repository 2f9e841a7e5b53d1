package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.SampleExchange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
        return database.open().writer().count();
    }

    private static long id(int number) {
        return number(number).build().id().value();
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
