package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where looking takes longer than it may, a page has fewer rows and a total that is a lower bound; it says both, and
 * whoever goes on from where it stopped comes to every row.
 */
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

    @ParameterizedTest
    @MethodSource("filters")
    void whoGoesOnComesToEveryRow(ExchangeFilter filter) {
        writer().write(IntStream.rangeClosed(1, ROWS)
                .mapToObj(LowerBoundContract::row)
                .map(SampleExchange::build)
                .toList());
        index().indexEnded(ROWS / 2);

        List<Long> found = new ArrayList<>();
        List<Page<ExchangeSummary>> pages = new ArrayList<>();
        ExchangeId next = null;
        do {
            PageRequest asked = new PageRequest(1, SIZE, next);
            Continuation page = Continuation.of(impatient().list(EVERYONE, filter, Continuation.toAsk(asked)), asked);
            page.page().rows().forEach(row -> found.add(row.id().value()));
            pages.add(page.page());
            next = page.next();
        } while (next != null);

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

    private static SampleExchange row(int number) {
        boolean rare = number == 20 || number == 2_000 || number == 2_900;
        return number(number)
                .to("POST", rare ? "/rare" : "/frequent")
                .asking(text(rare ? "a needle in the hay" : "but hay"));
    }
}
