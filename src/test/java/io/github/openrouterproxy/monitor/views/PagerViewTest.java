package io.github.openrouterproxy.monitor.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PagerViewTest {
    private static final Page<String> SOME_OF_MANY = new Page<>(List.of("a", "b"), 4, true, 2, 2);

    @Test
    void aCountThatWasNotFinishedSaysThatThereAreMore() {
        assertThat(pager(SOME_OF_MANY, Language.ENGLISH).total()).isEqualTo("at least 4 requests");
        assertThat(pager(SOME_OF_MANY, Language.CHINESE).total()).isEqualTo("至少 4 个请求");
        assertThat(pager(new Page<>(List.of("a", "b"), 4, 2, 2), Language.ENGLISH)
                        .total())
                .isEqualTo("4 requests");
    }

    @Test
    void whatWasNotFoundInTimeIsNotSaidToBeNothing() {
        assertThat(pager(new Page<>(List.of(), 0, true, 1, 2), Language.ENGLISH).nothing())
                .isEqualTo("Nothing that matches was found within a few seconds; there may be some farther back.");
        assertThat(pager(new Page<>(List.of(), 0, 1, 2), Language.ENGLISH).nothing())
                .isEqualTo("Nothing matches.");
        PagerView counted = pager(new Page<>(List.of(), 3, false, 1, 2, new ExchangeId(7)), Language.ENGLISH);
        assertThat(counted.nothing()).startsWith("Nothing that matches was found within a few seconds");
        assertThat(counted.total()).isEqualTo("at least 3 requests");
    }

    @Test
    void whereTheEndIsNotKnownOneGoesOnButNotToTheEnd() {
        PagerView pager = pager(SOME_OF_MANY, Language.ENGLISH);

        assertThat(pager.nextHref()).isEqualTo("/requests?page=3");
        assertThat(pager.lastHref()).isNull();
    }

    private static PagerView pager(Page<String> page, Language language) {
        Ui ui = new Ui("", Texts.in(language), Theme.SYSTEM, null, "token", "/", Instant.EPOCH, name -> name);
        return PagerView.of(page, ui, Query.NONE);
    }
}
