package io.github.openrouterproxy.monitor.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Continuation;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PagerViewTest {
    private static final List<ExchangeSummary> TWO = Stream.of(2, 1)
            .map(number -> ExchangeSummary.of(SampleExchange.number(number).build()))
            .toList();
    private static final Page<ExchangeSummary> SOME_OF_MANY = new Page<>(TWO, 4, true, 2, 2);
    private static final ExchangeId EDGE = ExchangeId.atOrAfter(Instant.parse("2026-11-20T12:00:00.250Z"));
    private static final Query FAILED = Query.NONE.with("status", "error").with("page_size", "2");

    @Test
    void aCountThatWasNotFinishedSaysThatThereAreMore() {
        assertThat(pager(SOME_OF_MANY, Language.ENGLISH).total()).isEqualTo("at least 4 requests");
        assertThat(pager(SOME_OF_MANY, Language.CHINESE).total()).isEqualTo("至少 4 个请求");
        assertThat(pager(new Page<>(TWO, 4, 2, 2), Language.ENGLISH).total()).isEqualTo("4 requests");
    }

    @Test
    void atLeastOneIsNotWrittenAsMany() {
        Page<ExchangeSummary> one = new Page<>(TWO.subList(0, 1), 1, true, 1, 2, EDGE);
        Page<ExchangeSummary> none = new Page<>(List.of(), 0, true, 1, 2, EDGE);

        assertThat(pager(one, Language.ENGLISH).total()).isEqualTo("at least 1 request");
        assertThat(pager(one, Language.CHINESE).total()).isEqualTo("至少 1 个请求");
        assertThat(pager(none, Language.ENGLISH).total()).isEqualTo("none found so far");
        assertThat(pager(none, Language.CHINESE).total()).isEqualTo("尚未找到");
    }

    @Test
    void whatWasNotFoundInTimeIsNotSaidToBeNothing() {
        assertThat(pager(new Page<>(List.of(), 0, true, 1, 2), Language.ENGLISH).nothing())
                .isEqualTo("Nothing that matches was found within a few seconds; there may be some farther back.");
        assertThat(pager(new Page<>(List.of(), 0, 1, 2), Language.ENGLISH).nothing())
                .isEqualTo("Nothing matches.");
        PagerView counted = pager(new Page<>(List.of(), 3, false, 1, 2, EDGE), Language.ENGLISH);
        assertThat(counted.nothing()).startsWith("Nothing that matches was found within a few seconds");
        assertThat(counted.total()).isEqualTo("at least 3 requests");
    }

    @Test
    void whereTheEndIsNotKnownOneGoesOnButNotToTheEnd() {
        PagerView pager = pager(SOME_OF_MANY, Language.ENGLISH);

        assertThat(pager.place()).isEqualTo("2 / 2+");
        assertThat(pager.nextHref()).isEqualTo("/requests?status=error&page_size=2&page=3");
        assertThat(pager.lastHref()).isNull();
        assertThat(pager.farther()).isNull();
    }

    @Test
    void whereTheLookTookTooLongItGoesOnFromThereAndNotByPages() {
        PagerView pager = pager(new Page<>(TWO.subList(0, 1), 9, false, 1, 2, EDGE), Language.ENGLISH);

        PagerView.FartherView farther = Objects.requireNonNull(pager.farther());
        assertThat(farther.href()).isEqualTo("/requests?status=error&page_size=2&cursor=" + EDGE);
        assertThat(farther.until().exact()).isEqualTo("2026-11-20 12:00:00.250 UTC");
        assertThat(pager.nextHref()).isNull();
        assertThat(pager.lastHref()).isNull();
    }

    @Test
    void behindACursorPagesHaveNoNumbers() {
        PagerView pager = behind(new Page<>(TWO, 9, 1, 3), 1, Language.ENGLISH);

        assertThat(pager.place()).isEqualTo("farther back");
        assertThat(pager.total()).isEqualTo("9 requests");
        assertThat(pager.firstHref()).isEqualTo("/requests?status=error&page_size=2");
        assertThat(pager.previousHref()).isNull();
        assertThat(pager.nextHref())
                .isEqualTo("/requests?status=error&page_size=2&cursor="
                        + TWO.get(0).id());
        assertThat(pager.lastHref()).isNull();
        assertThat(behind(new Page<>(TWO, 9, 1, 3), 2, Language.CHINESE).nextHref())
                .isNull();
    }

    @Test
    void behindACursorTheEndIsSaidToBeTheEnd() {
        Page<ExchangeSummary> end = new Page<>(List.of(), 0, true, 1, 3);

        assertThat(behind(end, 2, Language.ENGLISH).nothing()).isEqualTo("There is nothing farther back.");
        assertThat(behind(end, 2, Language.CHINESE).nothing()).isEqualTo("更早没有匹配的请求了。");
    }

    @Test
    void whatIsShownIsCounted() {
        Page<ExchangeSummary> found = new Page<>(TWO, 0, true, 1, 3);

        assertThat(behind(found, 2, Language.ENGLISH).total()).isEqualTo("at least 2 requests");
    }

    private static PagerView pager(Page<ExchangeSummary> page, Language language) {
        return pager(page, new PageRequest(page.number(), page.size(), null), language);
    }

    private static PagerView behind(Page<ExchangeSummary> page, int size, Language language) {
        return pager(page, new PageRequest(1, size, new ExchangeId(Long.MAX_VALUE)), language);
    }

    private static PagerView pager(Page<ExchangeSummary> page, PageRequest asked, Language language) {
        Ui ui = new Ui("", Texts.in(language), Theme.SYSTEM, null, "token", "/", Instant.EPOCH, name -> name);
        return PagerView.of(Continuation.of(page, asked), asked.before() != null, ui, FAILED);
    }
}
