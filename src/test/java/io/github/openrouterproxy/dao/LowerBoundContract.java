package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where looking takes longer than it may, a page has fewer rows and a total that is a lower bound; it says both, and
 * whoever goes on from where it stopped comes to every row.
 */
@Timeout(60)
public abstract class LowerBoundContract {
    /** More than one step of any search. */
    private static final int ROWS = 3_000;

    private static final int SIZE = 5;
    private static final Scope EVERYONE = new Scope.Everyone();

    protected abstract ExchangeWriteDao writer();

    protected abstract IndexDao index();

    /** That gives up at once, having looked at something. */
    protected abstract ExchangeReadDao impatient();

    static Stream<ExchangeFilter> filters() {
        return Stream.of(
                Filters.path("/rare"),
                Filters.search("needle"),
                Filters.search("ne"),
                new ExchangeFilter("hay", null, null, "/rare", null, null, null, null, null, null),
                new ExchangeFilter("needle", "alice", null, "/rare", null, null, null, null, null, null));
    }

    @BeforeEach
    void fill() {
        writer().write(IntStream.rangeClosed(1, ROWS)
                .mapToObj(LowerBoundContract::row)
                .map(SampleExchange::build)
                .toList());
        index().indexEnded(ROWS - 100);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void whoGoesOnComesToEveryRow(ExchangeFilter filter) {
        List<Page<ExchangeSummary>> pages = pages(EVERYONE, filter);

        List<Long> found = pages.stream()
                .flatMap(page -> page.rows().stream())
                .map(row -> row.id().value())
                .toList();
        assertThat(found).isEqualTo(List.of(row(2_900).id(), row(2_000).id(), row(20).id()));
        assertThat(pages).anySatisfy(page -> {
            assertThat(page.stoppedAt()).isNotNull();
            assertThat(page.totalIsLowerBound()).isTrue();
        });
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.totalCount()).isLessThanOrEqualTo(found.size());
            assertThat(page.totalIsLowerBound() || page.totalCount() == found.size())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"needle", "ne", "hay", "of alice"})
    void whereItStoppedTellsOfNobodyElsesCall(String text) {
        Set<Long> others = IntStream.rangeClosed(1, ROWS)
                .mapToObj(LowerBoundContract::row)
                .filter(row -> !"bob".equals(row.user()))
                .map(SampleExchange::id)
                .collect(Collectors.toSet());

        List<Page<ExchangeSummary>> pages = pages(new Scope.OwnedBy("bob"), Filters.search(text));

        assertThat(pages).allSatisfy(page -> {
            assertThat(page.stoppedAt() != null
                            && others.contains(page.stoppedAt().value()))
                    .isFalse();
            assertThat(page.rows())
                    .allSatisfy(
                            row -> assertThat(others).doesNotContain(row.id().value()));
        });
    }

    /** Each goes on where the one before ended. */
    private List<Page<ExchangeSummary>> pages(Scope scope, ExchangeFilter filter) {
        List<Page<ExchangeSummary>> pages = new ArrayList<>();
        ExchangeId next = null;
        do {
            PageRequest asked = new PageRequest(1, SIZE, next);
            Continuation page = Continuation.of(impatient().list(scope, filter, Continuation.toAsk(asked)), asked);
            pages.add(page.page());
            ExchangeId before = next;
            next = page.next();
            if (before != null && next != null) {
                assertThat(next.value()).isLessThan(before.value());
            }
        } while (next != null);
        return pages;
    }

    private static SampleExchange row(int number) {
        boolean bobs = number % 10 == 1;
        boolean rare = number == 20 || number == 2_000 || number == 2_900;
        return number(number)
                .by(bobs ? "bob" : "alice")
                .to("POST", rare ? "/rare" : "/frequent")
                .asking(text(rare ? "a needle in the hay" : bobs ? "but hay" : "the hay of alice"));
    }
}
