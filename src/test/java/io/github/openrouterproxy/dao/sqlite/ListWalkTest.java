package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.dao.sqlite.ListWalk.Patience;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.rollup.SqliteStatsDao;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.dao.sqlite.search.IndexDamage;
import io.github.openrouterproxy.dao.sqlite.table.Courtesy;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import io.github.openrouterproxy.dao.sqlite.table.Stretches;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.openai.SearchTexts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However large the file is, what only a look at the rows can tell is looked for so long and no longer. */
final class ListWalkTest {
    private static final Scope EVERYONE = new Scope.Everyone();
    private static final Scope ALICE = new Scope.OwnedBy("alice");
    private static final int ROWS = 5 * Stretches.FIRST;
    private static final int SIZE = 20;
    private static final ExchangeFilter RARE = Filters.path("/rare");
    private static final ExchangeFilter POSTED = Filters.method("POST");
    private static final ExchangeFilter FAILED = Filters.status(new StatusFilter.Failed());
    private static final ExchangeFilter TEAPOTS = Filters.status(new StatusFilter.Exactly(418));
    private static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    private static final Patience IN_ONE =
            new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    private static final Patience IN_SLICES = new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO);

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    private DatabaseFile file;
    private ReadPool pool;
    private ChangeCounter changes;

    @BeforeEach
    void write() throws SQLException {
        database.open()
                .writer()
                .write(IntStream.range(0, ROWS).mapToObj(ListWalkTest::row).toList());
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

    @Test
    void whatIsRareIsFoundHoweverFarAndCounted() {
        Page<ExchangeSummary> page = list(RARE, 1, IN_SLICES);

        assertThat(numbers(page)).containsExactly(2_500, 10);
        assertThat(page.totalCount()).isEqualTo(2);
        assertThat(page.totalIsLowerBound()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 51, 200, 250})
    void everyPageIsTheRightOne(int number) {
        Page<ExchangeSummary> page = list(POSTED, number, IN_SLICES);

        int newest = ROWS - 1 - (number - 1) * SIZE;
        assertThat(numbers(page))
                .containsExactlyElementsOf(
                        IntStream.range(0, SIZE).mapToObj(row -> newest - row).toList());
        assertThat(page.totalCount()).isEqualTo(ROWS);
        assertThat(page.totalIsLowerBound()).isFalse();
    }

    @Test
    void aPageBehindTheLastIsEmptyAndItsTotalTrue() {
        Page<ExchangeSummary> page = list(POSTED, 251, IN_SLICES);

        assertThat(page.rows()).isEmpty();
        assertThat(page.totalCount()).isEqualTo(ROWS);
    }

    @Test
    void behindACursorThePageGoesOnAndTheTotalIsOfAll() {
        PageRequest behind = new PageRequest(1, SIZE, row(2_501).id());

        Page<ExchangeSummary> page = exchanges(IN_SLICES).list(EVERYONE, POSTED, behind);

        assertThat(numbers(page).get(0)).isEqualTo(2_500);
        assertThat(page.rows()).hasSize(SIZE);
        assertThat(page.totalCount()).isEqualTo(ROWS);
        assertThat(numbers(exchanges(NONE).list(EVERYONE, POSTED, behind)).get(SIZE - 1))
                .isEqualTo(2_481);
    }

    @Test
    void behindACursorNothingIsCounted() {
        ListWalk walk = new ListWalk(EVERYONE, POSTED, row(4_500).id(), 0, SIZE, IN_SLICES);
        boolean ended = false;
        while (!ended) {
            ended = pool.ask("walk", connection -> walk.lookOn(connection, pool.courtesy()));
        }

        assertThat(walk.ids()).hasSize(SIZE);
        assertThat(walk.found()).isEqualTo(Stretches.FIRST);
    }

    @Test
    void betweenTwoStretchesCallsThatWaitGoFirst() {
        AtomicLong clock = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        Courtesy courtesy =
                new Courtesy(now -> looks.incrementAndGet() < 0, clock::incrementAndGet, nanos -> clock.get());
        ListWalk walk = new ListWalk(EVERYONE, RARE, null, 0, SIZE, IN_SLICES);

        boolean ended = false;
        while (!ended) {
            ended = pool.ask("walk", connection -> walk.lookOn(connection, courtesy));
        }

        assertThat(looks.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatIsFartherBackThanOneLookGoesIsFoundByCursors() {
        List<Integer> found = new ArrayList<>();
        int pages = 0;
        ExchangeId before = new ExchangeId(Long.MAX_VALUE);
        while (before != null) {
            Page<ExchangeSummary> page = exchanges(NONE).list(EVERYONE, RARE, new PageRequest(1, SIZE, before));
            found.addAll(numbers(page));
            before = page.stoppedAt();
            pages++;
        }

        assertThat(found).containsExactly(2_500, 10);
        assertThat(pages).isEqualTo(1 + ROWS / Stretches.FIRST);
    }

    @Test
    void aSearchThatTakesTooLongGoesOnBehindWhereItStopped() {
        ExchangeFilter search = Filters.search("\"answer\":4998");

        Page<ExchangeSummary> nothing = list(search, 1, NONE);
        Page<ExchangeSummary> next =
                exchanges(NONE).list(EVERYONE, search, new PageRequest(1, SIZE, nothing.stoppedAt()));

        assertThat(nothing.rows()).isEmpty();
        assertThat(nothing.totalIsLowerBound()).isTrue();
        assertThat(nothing.stoppedAt()).isEqualTo(row(4_999).id());
        assertThat(numbers(next)).containsExactly(4_998);
        assertThat(next.stoppedAt()).isEqualTo(row(4_998).id());
        assertThat(list(search, 1, IN_ONE).stoppedAt()).isNull();
    }

    /** Whoever goes on behind it has waited already for what comes before it. */
    @Test
    void behindACursorASearchCountsWhatComesBeforeItForAMomentOnly() {
        Patience countingNothing = new Patience(Duration.ofMinutes(1), Duration.ZERO, Duration.ofMinutes(1));
        PageRequest behind = new PageRequest(1, SIZE, row(2_000).id());

        Page<ExchangeSummary> page = exchanges(countingNothing).list(EVERYONE, Filters.search("\"answer\":1}"), behind);

        assertThat(numbers(page)).containsExactly(1);
        assertThat(page.stoppedAt()).isNull();
        assertThat(page.totalCount()).isOne();
        assertThat(page.totalIsLowerBound()).isTrue();
    }

    @Test
    void aPageNotFoundInTimeIsNotTheLastThoughItsTotalIsKnown() {
        Page<ExchangeSummary> page = exchanges(NONE).list(ALICE, TEAPOTS, new PageRequest(1, SIZE, null));

        assertThat(page.rows()).isEmpty();
        assertThat(page.totalCount()).isEqualTo(2);
        assertThat(page.totalIsLowerBound()).isFalse();
        assertThat(page.stoppedAt()).isEqualTo(row(ROWS - Stretches.FIRST).id());
        assertThat(list(POSTED, 1, NONE).stoppedAt()).isNull();
        assertThat(list(RARE, 1, IN_SLICES).stoppedAt()).isNull();
    }

    @Test
    void aLookThatTakesTooLongEndsAndSaysThatThereMayBeMore() {
        Page<ExchangeSummary> page = list(RARE, 1, NONE);

        assertThat(page.rows()).isEmpty();
        assertThat(page.totalCount()).isZero();
        assertThat(page.totalIsLowerBound()).isTrue();
    }

    @Test
    void aCountThatTakesTooLongIsALowerBound() {
        Page<ExchangeSummary> page = list(POSTED, 1, NONE);

        assertThat(page.rows()).hasSize(SIZE);
        assertThat(page.totalCount()).isEqualTo(Stretches.FIRST);
        assertThat(page.totalIsLowerBound()).isTrue();
    }

    @Test
    void whatFewFiguresKnowIsCountedByThem() {
        Page<ExchangeSummary> hers = exchanges(NONE).list(ALICE, FAILED, new PageRequest(1, SIZE, null));
        Page<ExchangeSummary> since = list(Filters.between(SampleExchange.NOON.plusSeconds(100), null), 1, NONE);

        assertThat(numbers(hers).get(0)).isEqualTo(ROWS - 5);
        assertThat(hers.totalCount()).isEqualTo(ROWS / 5);
        assertThat(hers.totalIsLowerBound()).isFalse();
        assertThat(since.totalCount()).isEqualTo(ROWS - 100);
        assertThat(since.totalIsLowerBound()).isFalse();
    }

    @Test
    void whatOnlyManyFiguresKnowIsNotCountedByThem() {
        Page<ExchangeSummary> page = list(FAILED, 1, NONE);

        assertThat(page.totalCount()).isEqualTo(Stretches.FIRST / 5);
        assertThat(page.totalIsLowerBound()).isTrue();
    }

    @Test
    void figuresThatAreNotCompleteCountNothing() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE rollup_state SET unbuilt_before = (SELECT max(id) + 1 FROM exchanges)");
        }

        Page<ExchangeSummary> page = exchanges(NONE).list(ALICE, FAILED, new PageRequest(1, SIZE, null));

        assertThat(page.totalCount()).isEqualTo(Stretches.FIRST / 5);
        assertThat(page.totalIsLowerBound()).isTrue();
    }

    @Test
    void figuresThatTakeTooLongAreOfTheNewestAndNotComplete() {
        SqliteStatsDao stats = stats(Duration.ZERO, System::nanoTime);

        Stats posted = stats.stats(EVERYONE, POSTED, SampleExchange.NOON);

        assertThat(posted.figures().total()).isEqualTo(Stretches.FIRST);
        assertThat(posted.complete()).isFalse();
        assertThat(stats.models(EVERYONE, POSTED).complete()).isFalse();
        assertThat(stats.users(EVERYONE, POSTED).complete()).isFalse();
        assertThat(stats.series(EVERYONE, POSTED, Duration.ofHours(1)).complete())
                .isFalse();
        assertThat(stats.stats(EVERYONE, Filters.search("answer"), SampleExchange.NOON)
                        .complete())
                .isFalse();
    }

    @Test
    void allFiguresOfOneAnswerShareOneTime() {
        AtomicLong clock = new AtomicLong();
        SqliteStatsDao stats = stats(Duration.ofNanos(2), clock::incrementAndGet);

        Stats posted = stats.stats(EVERYONE, POSTED, SampleExchange.NOON.plusSeconds(2_000));

        assertThat(posted.recent()).isGreaterThan(Stretches.FIRST);
        assertThat(posted.figures().total()).isEqualTo(Stretches.FIRST);
        assertThat(posted.complete()).isFalse();
    }

    @Test
    void figuresOfAllThatMatchAreComplete() {
        SqliteStatsDao stats = stats(Duration.ofMinutes(1), System::nanoTime);

        Stats posted = stats.stats(EVERYONE, POSTED, SampleExchange.NOON);

        assertThat(posted.figures().total()).isEqualTo(ROWS);
        assertThat(posted.complete()).isTrue();
        assertThat(stats.stats(EVERYONE, Filters.search("answer"), SampleExchange.NOON)
                        .figures()
                        .total())
                .isEqualTo(ROWS - ROWS / 5);
        assertThat(stats.stats(EVERYONE, Filters.search("4999"), SampleExchange.NOON)
                        .complete())
                .isTrue();
    }

    private static Exchange row(int number) {
        SampleExchange row = number(number);
        boolean rare = number == 10 || number == 2_500;
        SampleExchange ended = number % 5 == 0 ? row.failing("x") : row;
        return (rare ? ended.to("POST", "/rare").answering(418, Body.EMPTY) : ended).build();
    }

    private Page<ExchangeSummary> list(ExchangeFilter filter, int number, Patience patience) {
        return exchanges(patience).list(EVERYONE, filter, new PageRequest(number, SIZE, null));
    }

    private SqliteExchangeReadDao exchanges(Patience patience) {
        return new SqliteExchangeReadDao(
                pool, changes, SearchTexts::of, new IndexDamage(file), new BodySeal(List.of()), patience);
    }

    private static List<Integer> numbers(Page<ExchangeSummary> page) {
        return page.rows().stream()
                .map(row -> (int)
                        Duration.between(SampleExchange.NOON, row.received()).toSeconds())
                .toList();
    }

    private SqliteStatsDao stats(Duration longestLook, LongSupplier clock) {
        return new SqliteStatsDao(pool, SearchTexts::of, new IndexDamage(file), longestLook, clock);
    }
}
