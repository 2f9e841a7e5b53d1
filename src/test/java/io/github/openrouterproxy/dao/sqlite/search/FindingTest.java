package io.github.openrouterproxy.dao.sqlite.search;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.TemporaryDatabase;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.openai.SearchTexts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search that takes many looks finds what one of a single look would. */
final class FindingTest {
    private static final int MANY = 30;
    private static final Conditions EVERYTHING = Conditions.of(new Scope.Everyone());

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    private final List<Long> hits = new ArrayList<>();

    @BeforeEach
    void write() {
        for (int i = 1; i <= MANY; i++) {
            boolean hit = i % 3 == 0;
            var exchange = number(i)
                    .asking(text(hit ? "the needle is here" : "nothing is here"))
                    .build();
            database.open().writer().write(List.of(exchange));
            if (hit) {
                hits.add(0, exchange.id().value());
            }
        }
        database.open().index().indexEnded(MANY / 2);
    }

    @Test
    void itLooksInAsManySnapshotsAsItNeedsAndOverlooksNothing() throws Exception {
        Finding finding = finding(0, MANY, Duration.ZERO);

        assertThat(looks(finding)).isGreaterThan(hits.size());
        assertThat(finding.page().ids()).isEqualTo(hits);
        assertThat(finding.page().total()).isEqualTo(hits.size());
        assertThat(finding.page().totalIsLowerBound()).isFalse();
    }

    @Test
    void aPageFurtherDownBeginsBehindTheSameRows() throws Exception {
        Finding finding = finding(4, 3, Duration.ZERO);
        looks(finding);

        assertThat(finding.page().ids()).isEqualTo(hits.subList(4, 7));
        assertThat(finding.page().total()).isEqualTo(hits.size());
    }

    /** Which is looked for without the index, as long as it is frequent among the newest. */
    @Test
    void aFrequentShortTextIsCountedToItsEndWhereThatIsSoon() throws Exception {
        Finding finding = new Finding(
                SearchTexts::of, EVERYTHING, EVERYTHING, "ne", 0, 2, Duration.ofMinutes(1), Duration.ofMinutes(1));
        looks(finding);

        assertThat(finding.page().ids()).isEqualTo(hits.subList(0, 2));
        assertThat(finding.page().total()).isEqualTo(hits.size());
        assertThat(finding.page().totalIsLowerBound()).isFalse();
    }

    @Test
    void withTimeEnoughOneLookIsAll() throws Exception {
        assertThat(looks(finding(0, MANY, Duration.ofMinutes(1)))).isEqualTo(1);
    }

    @Test
    void whereItTookTooLongItGoesOnFromThere() throws Exception {
        List<Long> found = new ArrayList<>();
        int pages = 0;
        ExchangeId before = new ExchangeId(Long.MAX_VALUE);
        while (before != null) {
            Conditions older = EVERYTHING.and("e.id < ?", before.value());
            Finding finding =
                    new Finding(SearchTexts::of, older, older, "needle", 0, MANY, Duration.ZERO, Duration.ZERO);
            looks(finding);
            found.addAll(finding.page().ids());
            before = finding.page().stoppedAt();
            pages++;
        }

        assertThat(found).isEqualTo(hits);
        assertThat(pages).isGreaterThan(hits.size());
    }

    /** While the index names them, and while those behind the page are counted. */
    @ParameterizedTest
    @CsvSource({"30,search.words w CROSS JOIN", "3,LEFT JOIN request_contents"})
    void aLookThatFailsHalfWayLosesNothing(int size, String query) throws Exception {
        database.open().index().indexEnded(MANY);
        Finding finding = finding(0, size, Duration.ofMinutes(1));
        try (DatabaseFile file = DatabaseFile.open(database.file(), null, false);
                Connection snapshot = file.reading()) {
            snapshot.setAutoCommit(false);
            Connection failing = FailingConnection.atRow(snapshot, query, hits.size() / 2);
            assertThatThrownBy(() -> finding.lookOn(failing)).isInstanceOf(SQLException.class);
            snapshot.rollback();

            assertThat(finding.lookOn(snapshot)).isTrue();
        }

        assertThat(finding.page().ids()).isEqualTo(hits.subList(0, Math.min(size, hits.size())));
        assertThat(finding.page().total()).isEqualTo(hits.size());
        assertThat(finding.page().totalIsLowerBound()).isFalse();
    }

    @Test
    void aLaterLookThatFailsLosesNothingOfWhatTheIndexDoesNotHaveYet() throws Exception {
        for (int i = MANY + 1; i <= MANY + 150; i++) {
            var exchange = number(i).asking(text("the needle is here")).build();
            database.open().writer().write(List.of(exchange));
            hits.add(0, exchange.id().value());
        }
        Finding finding = finding(0, 2 * hits.size(), Duration.ZERO);
        try (DatabaseFile file = DatabaseFile.open(database.file(), null, false);
                Connection snapshot = file.reading()) {
            snapshot.setAutoCommit(false);
            assertThat(finding.lookOn(snapshot)).isFalse();
            Connection failing = FailingConnection.atRow(snapshot, "json_each", 1);
            assertThatThrownBy(() -> lookOn(finding, failing)).isInstanceOf(SQLException.class);
            snapshot.rollback();

            lookOn(finding, snapshot);
        }

        assertThat(finding.page().ids()).isEqualTo(hits);
    }

    private static void lookOn(Finding finding, Connection snapshot) throws SQLException {
        boolean whole = false;
        while (!whole) {
            whole = finding.lookOn(snapshot);
        }
    }

    private static Finding finding(long behind, int size, Duration slice) {
        return new Finding(
                SearchTexts::of, EVERYTHING, EVERYTHING, "needle", behind, size, Duration.ofMinutes(1), slice);
    }

    private int looks(Finding finding) throws Exception {
        try (DatabaseFile file = DatabaseFile.open(database.file(), null, false)) {
            for (int looks = 1; ; looks++) {
                try (Connection snapshot = file.reading()) {
                    snapshot.setAutoCommit(false);
                    if (finding.lookOn(snapshot)) {
                        return looks;
                    }
                }
            }
        }
    }
}
