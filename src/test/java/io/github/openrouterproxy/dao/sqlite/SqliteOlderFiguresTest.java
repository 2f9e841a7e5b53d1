package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.NOON;
import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.Stats;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file whose exchanges are older than the figures, as a migration leaves it. */
final class SqliteOlderFiguresTest {
    private static final int EXCHANGES = 25;

    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

    @BeforeEach
    void forgetFigures() throws SQLException {
        write(IntStream.range(0, EXCHANGES).mapToObj(i -> number(600 * i)).toArray(SampleExchange[]::new));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM rollups");
            statement.executeUpdate("UPDATE rollup_state SET unbuilt_before = (SELECT max(id) + 1 FROM exchanges)");
        }
    }

    @Test
    void theyAreIncompleteUntilAllAreTakenIn() {
        assertThat(stats(ExchangeFilter.ALL).complete()).isFalse();
        write(number(600 * EXCHANGES));
        assertThat(stats(ExchangeFilter.ALL).figures().total()).isEqualTo(1);

        assertThat(database.open().writer().takeIntoFigures(10)).isTrue();
        assertThat(stats(ExchangeFilter.ALL).figures().total()).isEqualTo(11);
        while (database.open().writer().takeIntoFigures(10)) {}

        assertThat(stats(ExchangeFilter.ALL).complete()).isTrue();
        assertThat(stats(ExchangeFilter.ALL).figures().total()).isEqualTo(EXCHANGES + 1);
    }

    @Test
    void theNewestSpanIsCompleteFirst() {
        write(number(600 * EXCHANGES));
        database.open().writer().takeIntoFigures(10);

        assertThat(stats(ExchangeFilter.ALL.between(NOON.plusSeconds(600 * 17), null))
                        .complete())
                .isTrue();
        assertThat(stats(ExchangeFilter.ALL.between(NOON.plusSeconds(600 * 10), null))
                        .complete())
                .isFalse();
    }

    @Test
    void whatIsRemovedOrChangedBeforeIsTakenInAsItIs() {
        write(number(600 * EXCHANGES));
        database.open().writer().deleteOldest(5);
        write(number(600 * 7).costing(1L, 7L));
        while (database.open().writer().takeIntoFigures(10)) {}

        Stats stats = stats(ExchangeFilter.ALL);
        assertThat(stats.figures().total()).isEqualTo(EXCHANGES - 4);
        assertThat(stats.figures().cost().nanos()).isEqualTo(7);
    }

    private void write(SampleExchange... samples) {
        database.open()
                .writer()
                .write(List.of(samples).stream().map(SampleExchange::build).toList());
    }

    private Stats stats(ExchangeFilter filter) {
        return database.open().stats().stats(new Scope.Everyone(), filter, NOON);
    }
}
