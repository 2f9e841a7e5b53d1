package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.NOON;
import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.RandomFiguresContract;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.UserDao;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteRandomFiguresTest extends RandomFiguresContract {
    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

    /** Where a transaction may break off, in about the order in which it comes by. */
    private static final List<String> BREAKS = List.of(
            "INSERT ON exchanges",
            "UPDATE ON exchanges",
            "DELETE ON exchanges",
            "INSERT ON response_contents",
            "DELETE ON request_contents",
            "INSERT ON rollup_series",
            "INSERT ON rollups",
            "DELETE ON rollups",
            "UPDATE ON rollup_state",
            "INSERT ON index_queue",
            "UPDATE ON totals");

    @Test
    void whatWasNewInACommitThatBrokeOffIsNewAgainInTheNext() {
        inFile("CREATE TRIGGER breaks BEFORE UPDATE ON totals BEGIN SELECT RAISE(ABORT, 'broken off'); END");
        assertThatThrownBy(() -> writer().write(List.of(number(1).build()))).isInstanceOf(DatabaseException.class);
        inFile("DROP TRIGGER breaks");

        writer().write(List.of(number(1).build()));

        assertThat(stats().stats(EVERYONE, ExchangeFilter.ALL, NOON).figures().total())
                .isOne();
    }

    @Override
    protected void failing(Random where, Runnable change) {
        String event = BREAKS.get(where.nextInt(BREAKS.size()));
        inFile("CREATE TRIGGER IF NOT EXISTS breaks BEFORE " + event + " BEGIN SELECT RAISE(ABORT, 'broken off'); END");
        try {
            change.run();
        } finally {
            inFile("DROP TRIGGER IF EXISTS breaks");
        }
    }

    /** As the operator does it. */
    @Override
    protected void makeAnew() {
        inFile("UPDATE rollup_state SET unbuilt_before = 9223372036854775807");
        writer().write(List.of());
        while (writer().takeIntoFigures(37)) {}
    }

    private void inFile(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected ExchangeWriteDao writer() {
        return database.open().writer();
    }

    @Override
    protected ExchangeReadDao exchanges() {
        return database.open().exchanges();
    }

    @Override
    protected StatsDao stats() {
        return database.open().stats();
    }

    @Override
    protected UserDao users() {
        return database.open().users();
    }
}
