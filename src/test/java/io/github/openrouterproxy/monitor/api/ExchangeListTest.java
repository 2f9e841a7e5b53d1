package io.github.openrouterproxy.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.SampleCalls;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExchangeListTest {
    private static final KeyFingerprints KEYS = new KeyFingerprints(new byte[32]);
    private static final List<ExchangeSummary> ROWS = SampleCalls.of(
                    Instant.parse("2026-11-20T12:00:00Z"),
                    KEYS.of(new Credential("sk-or-v1-alice")),
                    KEYS.of(new Credential("sk-or-v1-bob")))
            .stream()
            .limit(3)
            .map(ExchangeSummary::of)
            .toList();
    private static final PageRequest SECOND = new PageRequest(2, 2, null);
    private static final PageRequest BEHIND_CURSOR = new PageRequest(1, 2, new ExchangeId(Long.MAX_VALUE));

    @Test
    void aLastPageThatIsFullHasNoNext() {
        ExchangeList list = ExchangeList.of(new Page<>(ROWS.subList(0, 2), 4, 2, 2), SECOND);

        assertThat(list.nextCursor()).isNull();
    }

    @Test
    void theCursorIsTheLastRow() {
        ExchangeList list = ExchangeList.of(new Page<>(ROWS.subList(0, 2), 5, 2, 2), SECOND);

        assertThat(list.nextCursor()).isEqualTo(ROWS.get(1).id().toString());
    }

    @Test
    void behindACursorOneRowMoreTellsWhetherThereIsANextPage() {
        assertThat(ExchangeList.toAsk(BEHIND_CURSOR).size()).isEqualTo(3);

        ExchangeList more = ExchangeList.of(new Page<>(ROWS, 9, 1, 3), BEHIND_CURSOR);
        ExchangeList last = ExchangeList.of(new Page<>(ROWS.subList(0, 2), 9, 1, 3), BEHIND_CURSOR);

        assertThat(more.requests()).hasSize(2);
        assertThat(more.pageSize()).isEqualTo(2);
        assertThat(more.nextCursor()).isEqualTo(ROWS.get(1).id().toString());
        assertThat(last.requests()).hasSize(2);
        assertThat(last.nextCursor()).isNull();
    }

    @Test
    void wherePartOfAPageWasNotFoundInTimeTheCursorGoesOnFromThere() {
        ExchangeId edge = new ExchangeId(7);

        ExchangeList first = ExchangeList.of(new Page<>(List.of(), 3, false, 1, 2, edge), new PageRequest(1, 2, null));
        ExchangeList behind = ExchangeList.of(new Page<>(ROWS.subList(0, 2), 3, false, 1, 3, edge), BEHIND_CURSOR);

        assertThat(first.nextCursor()).isEqualTo(edge.toString());
        assertThat(behind.requests()).hasSize(2);
        assertThat(behind.nextCursor()).isEqualTo(edge.toString());
    }
}
