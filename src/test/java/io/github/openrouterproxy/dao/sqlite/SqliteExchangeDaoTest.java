package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeDaoContract;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.UserDao;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteExchangeDaoTest extends ExchangeDaoContract {
    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

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
