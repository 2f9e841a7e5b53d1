package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.IndexDao;
import io.github.openrouterproxy.dao.IndexDaoContract;
import io.github.openrouterproxy.dao.sqlite.TemporaryDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteIndexDaoTest extends IndexDaoContract {
    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Override
    protected ExchangeWriteDao writer() {
        return database.open().writer();
    }

    @Override
    protected ExchangeReadDao exchanges() {
        return database.open().exchanges();
    }

    @Override
    protected IndexDao index() {
        return database.open().index();
    }
}
