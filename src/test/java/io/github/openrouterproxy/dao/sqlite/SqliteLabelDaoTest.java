package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.LabelDaoContract;
import io.github.openrouterproxy.dao.labels.LabelDao;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteLabelDaoTest extends LabelDaoContract {
    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Override
    protected LabelDao labels() {
        return database.open().labels();
    }
}
