package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Exchange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ShrinkingTest {
    private static final int MANY = 300;

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Test
    void bothFilesShrinkWhenWhatWasInThemIsRemoved() throws SQLException {
        Random random = new Random(5);
        List<Exchange> exchanges = IntStream.range(0, MANY)
                .mapToObj(number -> number(number).asking(text(words(random))).build())
                .toList();
        SqliteDatabase store = database.open();
        store.writer().write(exchanges);
        while (store.index().indexEnded(MANY) > 0) {
            // until all are in it
        }
        long before = size("");
        long indexBefore = size(".search");

        assertThat(store.writer().deleteOldest(MANY - 10)).isEqualTo(MANY - 10);
        while (store.index().forgetRemoved(32) > 0) {
            // until all are out of it
        }
        long givenBack = 0;
        for (long step = store.writer().giveBackSpace();
                step > 0;
                step = store.writer().giveBackSpace()) {
            assertThat(step).as("at once").isLessThanOrEqualTo(4 << 20);
            givenBack += step;
        }

        assertThat(size("")).isLessThan(before / 2).isEqualTo(before - givenBack);
        assertThat(size(".search")).isLessThan(indexBefore / 2);
    }

    private long size(String ending) throws SQLException {
        String file = database.file() + ending;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return Path.of(file).toFile().length();
    }

    private static String words(Random random) {
        return IntStream.range(0, 2_000)
                .mapToObj(any -> Integer.toString(random.nextInt(1_000_000), 36))
                .collect(Collectors.joining(" "));
    }
}
