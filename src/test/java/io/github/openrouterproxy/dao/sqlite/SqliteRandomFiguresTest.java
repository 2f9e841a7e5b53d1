package io.github.openrouterproxy.dao.sqlite;

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
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteRandomFiguresTest extends RandomFiguresContract {
    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

    /** As the operator does it. */
    @Override
    protected void makeAnew() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE rollup_state SET unbuilt_before = 9223372036854775807");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        writer().write(List.of());
        while (writer().takeIntoFigures(37)) {}
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
