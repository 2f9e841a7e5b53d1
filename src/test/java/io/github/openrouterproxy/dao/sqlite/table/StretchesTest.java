package io.github.openrouterproxy.dao.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many rows the next stretch has is for the last one to say. */
final class StretchesTest {
    private static final Conditions ALL = Conditions.of(new Scope.Everyone(), ExchangeFilter.ALL);

    private Connection connection;
    private long now;
    private long reached = 100_000;
    private final Stretches stretches = new Stretches(ALL, ALL, () -> now);

    @BeforeEach
    void write() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE exchanges (id INTEGER PRIMARY KEY)");
            statement.executeUpdate("WITH RECURSIVE n(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM n LIMIT 100000)"
                    + " INSERT INTO exchanges SELECT id FROM n");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void stretchesGrowWhileTheyAreQuickToSoManyAndNoMore() throws SQLException {
        assertThat(next()).isEqualTo(Stretches.FIRST);
        assertThat(nextAfter(19)).isEqualTo(2_000);
        assertThat(nextAfter(1)).isEqualTo(4_000);
        assertThat(nextAfter(50)).isEqualTo(4_000);
        assertThat(nextAfter(1)).isEqualTo(8_000);
        assertThat(nextAfter(1)).isEqualTo(16_000);
        assertThat(nextAfter(1)).isEqualTo(16_000);
    }

    @Test
    void aSlowOneMakesTheNextAsShortAsItShouldHaveBeen() throws SQLException {
        next();
        assertThat(nextAfter(1)).isEqualTo(2_000);
        assertThat(nextAfter(400)).isEqualTo(500);
        assertThat(nextAfter(60_000)).isEqualTo(100);
        assertThat(nextAfter(1)).isEqualTo(200);
    }

    private long nextAfter(long millis) throws SQLException {
        now += Duration.ofMillis(millis).toNanos();
        return next();
    }

    /** How many rows it has. */
    private long next() throws SQLException {
        stretches.next(connection);
        long rows = reached - stretches.below();
        reached = stretches.below();
        return rows;
    }
}
