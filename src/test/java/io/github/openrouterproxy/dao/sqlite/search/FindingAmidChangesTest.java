package io.github.openrouterproxy.dao.sqlite.search;

import static io.github.openrouterproxy.dao.SampleExchange.NOON;
import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.TemporaryDatabase;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.openai.SearchTexts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While a search goes on, calls end, the index takes them in, or is made anew, and the oldest are removed: all that was
 * there when it began and stays is found, once, newest first.
 */
final class FindingAmidChangesTest {
    private static final int EXCHANGES = 450;

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    private final List<SampleExchange> begun = new ArrayList<>();
    private final List<SampleExchange> running = new ArrayList<>();
    private final List<Exchange> written = new ArrayList<>();
    private Random random = new Random();
    private int last;

    static Stream<Arguments> searches() {
        return Stream.of("a needle's", "ndl", "nd", "鹏程", "鹏", "z")
                .flatMap(text -> Stream.of(
                        Arguments.of(text, ExchangeFilter.ALL),
                        Arguments.of(text, Filters.method("PATCH")),
                        Arguments.of(text, Filters.user("rare")),
                        Arguments.of(text, Filters.user("alice")),
                        Arguments.of(text, Filters.between(NOON.plusSeconds(100), NOON.plusSeconds(400)))));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void whatWasThereIsFoundOnce(String text, ExchangeFilter filter) throws Exception {
        random = new Random(text.hashCode() + filter.hashCode());
        fill(text);
        List<Long> there = bearing(text, filter);

        List<Long> found = find(text, filter);

        assertThat(found).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
        there.retainAll(left());
        assertThat(there).isNotEmpty();
        assertThat(found).containsAll(there);
        assertThat(bearing(text, filter)).containsAll(found);
    }

    /** Some run on for long, and get later numbers of the index than those that began after them. */
    private void fill(String text) {
        while (last < EXCHANGES) {
            begin(text);
            if (random.nextInt(3) > 0) {
                end(running.size() - 1);
            } else if (running.size() > 30) {
                end(random.nextInt(running.size()));
            }
            if (random.nextInt(100) == 0) {
                commit();
                database.open().index().indexEnded(random.nextInt(200));
            }
        }
        commit();
    }

    private void begin(String text) {
        boolean bears = random.nextInt(4) == 0;
        SampleExchange next = number(++last)
                .by(random.nextInt(20) == 0 ? "rare" : "alice")
                .to(random.nextInt(6) == 0 ? "PATCH" : "POST", "/x")
                .asking(text(bears ? "here is " + text + " indeed" : "here is but hay"));
        begun.add(next);
        running.add(next);
        written.add(next.inFlight().build());
    }

    private void end(int one) {
        if (one < running.size()) {
            written.add(running.remove(one).build());
        }
    }

    private void commit() {
        database.open().writer().write(written);
        written.clear();
    }

    private List<Long> bearing(String text, ExchangeFilter filter) {
        return begun.stream()
                .filter(one -> new String(one.requestBody().bytes(), UTF_8).contains(text))
                .filter(one -> filter.method() == null || filter.method().equals(one.method()))
                .filter(one -> filter.user() == null || filter.user().equals(one.user()))
                .filter(one -> filter.from() == null || !one.received().isBefore(filter.from()))
                .filter(one -> filter.to() == null || one.received().isBefore(filter.to()))
                .map(SampleExchange::id)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<Long> find(String text, ExchangeFilter filter) throws Exception {
        Scope everyone = new Scope.Everyone();
        Finding finding = new Finding(
                SearchTexts::of,
                Conditions.of(everyone, filter),
                Conditions.rangeOf(everyone, filter),
                text,
                0,
                2 * EXCHANGES,
                Duration.ofMinutes(1),
                Duration.ZERO);
        try (DatabaseFile file = DatabaseFile.open(database.file(), null, false);
                Connection connection = file.reading()) {
            connection.setAutoCommit(false);
            boolean whole = false;
            while (!whole) {
                whole = finding.lookOn(connection);
                connection.rollback();
                change(file, text);
            }
        }
        return finding.page().ids();
    }

    private void change(DatabaseFile file, String text) throws Exception {
        switch (random.nextInt(16)) {
            case 0 -> begin(text);
            case 1, 2, 3 -> end(random.nextInt(30));
            case 4, 5, 6 -> database.open().index().indexEnded(1 + random.nextInt(60));
            case 7 -> database.open().writer().deleteOldest(3);
            case 8 -> database.open().index().forgetRemoved(2);
            case 9 -> disownIndex(file);
            default -> {}
        }
        commit();
    }

    /** Whoever fills it makes it anew then, at times with calls that end before the first of them is taken in. */
    private void disownIndex(DatabaseFile file) throws Exception {
        if (random.nextInt(4) == 0) {
            try (Connection connection = file.search();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE state SET token = NULL");
            }
            if (random.nextBoolean()) {
                database.open().index().indexEnded(0);
                end(0);
            }
        }
    }

    private List<Long> left() throws Exception {
        List<Long> left = new ArrayList<>();
        try (DatabaseFile file = DatabaseFile.open(database.file(), null, false);
                Connection connection = file.reading();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM exchanges")) {
            while (row.next()) {
                left.add(row.getLong(1));
            }
        }
        return left;
    }
}
