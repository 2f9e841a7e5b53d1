package io.github.openrouterproxy.dao.sqlite.search;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.sqlite.TemporaryDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteIndexWatchTest {
    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Test
    void whatIsNotIndexedYetIsCounted() {
        database.open()
                .writer()
                .write(List.of(number(1).build(), number(2).build(), number(3).build()));
        database.open().index().indexEnded(2);

        assertThat(progress()).isEqualTo(new IndexProgress(1, 0, false));
        database.open().index().indexEnded(2);
        assertThat(progress()).isEqualTo(IndexProgress.NONE);
    }

    @Test
    void anIndexThatWasMendedIsCounted() throws SQLException {
        database.open().writer().write(List.of(number(1).build(), number(2).build()));
        database.open().index().indexEnded(10);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file() + ".search");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE state SET token = NULL");
        }

        assertThat(progress()).isEqualTo(new IndexProgress(2, 0, false));
        database.open().index().indexEnded(10);
        assertThat(progress()).isEqualTo(new IndexProgress(0, 1, false));
    }

    private IndexProgress progress() {
        return database.open().indexWatch().progress();
    }
}
