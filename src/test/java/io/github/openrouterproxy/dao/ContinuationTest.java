package io.github.openrouterproxy.dao;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ContinuationTest {
    private static final List<ExchangeSummary> ROWS = Stream.of(3, 2, 1)
            .map(number -> ExchangeSummary.of(SampleExchange.number(number).build()))
            .toList();
    private static final List<ExchangeSummary> TWO = ROWS.subList(0, 2);
    private static final PageRequest SECOND = new PageRequest(2, 2, null);
    private static final PageRequest BEHIND_CURSOR = new PageRequest(1, 2, new ExchangeId(Long.MAX_VALUE));

    @Test
    void aLastPageThatIsFullHasNoNext() {
        assertThat(Continuation.of(new Page<>(TWO, 4, 2, 2), SECOND).next()).isNull();
    }

    @Test
    void theListGoesOnBehindTheLastRow() {
        assertThat(Continuation.of(new Page<>(TWO, 5, 2, 2), SECOND).next())
                .isEqualTo(ROWS.get(1).id());
    }

    @Test
    void behindACursorOneRowMoreTellsWhetherThereIsANextPage() {
        assertThat(Continuation.toAsk(BEHIND_CURSOR).size()).isEqualTo(3);

        Continuation more = Continuation.of(new Page<>(ROWS, 9, 1, 3), BEHIND_CURSOR);
        Continuation last = Continuation.of(new Page<>(TWO, 9, 1, 3), BEHIND_CURSOR);

        assertThat(more.page().rows()).isEqualTo(TWO);
        assertThat(more.page().size()).isEqualTo(2);
        assertThat(more.next()).isEqualTo(ROWS.get(1).id());
        assertThat(last.page().rows()).isEqualTo(TWO);
        assertThat(last.next()).isNull();
    }

    @Test
    void wherePartOfAPageWasNotFoundInTimeTheListGoesOnFromThere() {
        ExchangeId edge = new ExchangeId(7);

        Continuation first = Continuation.of(new Page<>(List.of(), 3, false, 1, 2, edge), new PageRequest(1, 2, null));
        Continuation behind = Continuation.of(new Page<>(TWO, 3, false, 1, 3, edge), BEHIND_CURSOR);

        assertThat(first.next()).isEqualTo(edge);
        assertThat(behind.page().rows()).isEqualTo(TWO);
        assertThat(behind.next()).isEqualTo(edge);
    }
}
