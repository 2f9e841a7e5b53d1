package io.github.openrouterproxy.dao.sqlite.rollup;

import static io.github.openrouterproxy.dao.SampleExchange.NOON;
import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.dao.sqlite.TemporaryDatabase;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.SearchTexts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names that calls bore which are gone. */
@Timeout(60)
final class SeriesSweepTest {
    private static final int CALLS = 400;
    private static final int APART = 300;
    private static final int STEP = 37;
    private static final String SERIES = "SELECT count(*) FROM rollup_series";
    private static final String NAMELESS =
            "SELECT count(*) FROM rollups r LEFT JOIN rollup_series s USING (series) WHERE s.series IS NULL";

    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

    @Test
    void namesThatCameOnceGoWithTheirCalls() throws SQLException {
        writeNames();
        assertThat(counted(SERIES)).isGreaterThan(2 * CALLS);

        writer().deleteOldest(CALLS - 1);
        while (writer().takeIntoFigures(STEP)) {}

        assertThat(counted(SERIES)).isLessThan(10);
        assertThat(counted(NAMELESS)).isZero();
        assertThat(total()).isOne();
    }

    /** Behind what was looked at already as well as before it. */
    @Test
    void aNameThatIsUsedAgainMeanwhileStays() throws SQLException {
        writeNames();
        writer().deleteOldest(CALLS - 1);
        int again = 0;
        while (writer().takeIntoFigures(STEP)) {
            writer().write(List.of(named(CALLS + again, "model-" + again).build()));
            again++;
        }

        assertThat(again).isGreaterThan(10);
        assertThat(counted(NAMELESS)).isZero();
        assertThat(counted("SELECT count(*) FROM rollup_series WHERE grain = 0 AND model LIKE 'model-%'"))
                .isEqualTo(again + 1L);
        assertThat(total()).isEqualTo(again + 1);
    }

    /** Calls that come wait for all that one transaction removes. */
    @Test
    void onlySomeGoAtOnce() throws SQLException {
        writeNames();
        writer().deleteOldest(CALLS - 1);
        long most = 0;
        for (long before = counted(SERIES); writer().takeIntoFigures(1_000); before = counted(SERIES)) {
            most = Math.max(most, before - counted(SERIES));
        }

        assertThat(most).isEqualTo(32);
        assertThat(counted(SERIES)).isLessThan(10);
    }

    @Test
    void nothingIsLookedForWhereLittleIsGone() {
        writeNames();

        writer().deleteOldest(20);

        assertThat(writer().takeIntoFigures(STEP)).isFalse();
    }

    /** An older version left all of them. */
    @Test
    void whatWasLeftBeforeIsLookedForAfterAStart() throws Exception {
        writeNames();
        writer().deleteOldest(CALLS - 1);
        database.open().close();

        try (SqliteDatabase again = SqliteDatabase.open(database.settings(), null, SearchTexts::of, true)) {
            while (again.writer().takeIntoFigures(STEP)) {}
        }

        assertThat(counted(SERIES)).isLessThan(10);
    }

    @Test
    void whatABrokenTransactionInterruptsIsBegunAgain() throws SQLException {
        writeNames();
        writer().deleteOldest(CALLS - 1);
        assertThat(writer().takeIntoFigures(STEP)).isTrue();

        writer().rehearse(List.of(named(CALLS, "never").build()));
        while (writer().takeIntoFigures(STEP)) {}

        assertThat(counted(SERIES)).isLessThan(10);
    }

    /** The one that is left has a number as high as all that there were. */
    @Test
    void howManyThereWereOnceDoesNotPutItOff() throws SQLException {
        writeNames();
        write(CALLS, CALLS + 1);
        writer().deleteOldest(CALLS);
        while (writer().takeIntoFigures(STEP)) {}
        assertThat(counted("SELECT max(series) FROM rollup_series")).isGreaterThan(2 * CALLS);

        int few = 40;
        write(CALLS + 1, CALLS + 1 + few);
        writer().deleteOldest(few);
        while (writer().takeIntoFigures(STEP)) {}

        assertThat(counted(SERIES)).isLessThan(10);
    }

    private void writeNames() {
        write(0, CALLS);
    }

    private void write(int from, int to) {
        writer().write(IntStream.range(from, to)
                .mapToObj(i -> named(i, "model-" + i).build())
                .toList());
    }

    private static SampleExchange named(int number, String model) {
        return number(number * APART)
                .by("user-" + model)
                .understoodAs(new Understanding(model, null, false, null, null, TokenUsage.UNKNOWN));
    }

    private ExchangeWriteDao writer() {
        return database.open().writer();
    }

    private long total() {
        return database.open()
                .stats()
                .stats(new Scope.Everyone(), ExchangeFilter.ALL, NOON)
                .figures()
                .total();
    }

    private long counted(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }
}
