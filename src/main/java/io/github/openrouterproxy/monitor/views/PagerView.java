package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.Page;
import org.jspecify.annotations.Nullable;

/**
 * Where in a list one is. Addresses are null where there is nowhere to go.
 *
 * @param total rows in words
 * @param nothing what is said where no row is
 */
public record PagerView(
        String total,
        String nothing,
        int number,
        int last,
        @Nullable String firstHref,
        @Nullable String previousHref,
        @Nullable String nextHref,
        @Nullable String lastHref) {
    public static PagerView of(Page<?> page, Ui ui, Query query) {
        int number = page.number();
        int last = page.lastNumber();
        boolean more = page.totalIsLowerBound();
        boolean open = more || page.stoppedAt() != null;
        return new PagerView(
                ui.text(open ? "pager.more" : "pager.total", page.totalCount()),
                ui.text(open ? "requests.notFound" : "requests.nothing"),
                number,
                last,
                number > 1 ? href(ui, query, 1) : null,
                number > 1 ? href(ui, query, Math.min(number - 1, last)) : null,
                number < last || more ? href(ui, query, number + 1) : null,
                number < last && !more ? href(ui, query, last) : null);
    }

    private static String href(Ui ui, Query query, int number) {
        Query there = number == 1 ? query : query.with("page", Integer.toString(number));
        return ui.url(there.on("/requests"));
    }
}
