package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.CheckpointDaoContract;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteCheckpointDaoTest extends CheckpointDaoContract {
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
    protected CheckpointDao checkpoints() {
        return database.open().checkpoints();
    }
}
