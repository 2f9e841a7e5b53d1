package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.ExchangeFilterContract;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.dao.sqlite.TemporaryDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same rows are let through by way of the index. */
final class SqliteIndexedFilterTest extends ExchangeFilterContract {
    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

    @Override
    protected ExchangeWriteDao writer() {
        return database.open().writer();
    }

    @Override
    protected ExchangeReadDao exchanges() {
        database.open().index().indexEnded(1000);
        return database.open().exchanges();
    }

    @Override
    protected StatsDao stats() {
        database.open().index().indexEnded(1000);
        return database.open().stats();
    }

    @Override
    protected UserDao users() {
        return database.open().users();
    }
}
