package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.IndexDao;
import io.github.openrouterproxy.dao.LowerBoundContract;
import io.github.openrouterproxy.dao.sqlite.ListWalk.Patience;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.dao.sqlite.search.IndexDamage;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import io.github.openrouterproxy.openai.SearchTexts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteLowerBoundTest extends LowerBoundContract {
    private static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    private DatabaseFile file;
    private ReadPool pool;
    private ChangeCounter changes;

    @BeforeEach
    void open() throws SQLException {
        file = DatabaseFile.open(database.file(), null, false);
        pool = new ReadPool(file);
        changes = new ChangeCounter(file.reading());
    }

    @AfterEach
    void close() throws SQLException {
        changes.close();
        pool.close();
        file.close();
    }

    @Override
    protected ExchangeWriteDao writer() {
        return database.open().writer();
    }

    @Override
    protected IndexDao index() {
        return database.open().index();
    }

    @Override
    protected ExchangeReadDao impatient() {
        return new SqliteExchangeReadDao(
                pool, changes, SearchTexts::of, new IndexDamage(file), new BodySeal(List.of()), NONE);
    }
}
