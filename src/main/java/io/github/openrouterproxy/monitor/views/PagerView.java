package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.Continuation;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.exchange.ExchangeId;
import org.jspecify.annotations.Nullable;

/**
 * Where in a list one is. Addresses are null where there is nowhere to go.
 *
 * @param total rows in words
 * @param nothing what is said where no row is
 * @param place which page this is, in words
 * @param farther where looking took too long, and how it goes on; null where nothing was left out
 */
public record PagerView(
        String total,
        String nothing,
        String place,
        @Nullable String firstHref,
        @Nullable String previousHref,
        @Nullable String nextHref,
        @Nullable String lastHref,
        @Nullable FartherView farther) {
    /** @param until how far back was looked */
    public record FartherView(TimeView until, String href) {}

    /**
     * @param behind whether a cursor led here
     * @param query what every page of the list is asked for with
     */
    public static PagerView of(Continuation list, boolean behind, Ui ui, Query query) {
        Page<?> page = list.page();
        boolean open = page.totalIsLowerBound() || page.stoppedAt() != null;
        // What was found behind a cursor may be farther back than was counted.
        long total = open ? Math.max(page.totalCount(), page.rows().size()) : page.totalCount();
        String words = ui.text(open ? "pager.more" : "pager.total", total);
        String nothing = ui.text(nothing(page, behind));
        FartherView farther = farther(page.stoppedAt(), ui, query);
        if (behind) {
            ExchangeId on = farther == null ? list.next() : null;
            String next = on == null ? null : cursor(ui, query, on);
            return new PagerView(
                    words, nothing, ui.text("pager.farther"), href(ui, query, 1), null, next, null, farther);
        }
        int number = page.number();
        int last = Math.max(page.lastNumber(), number);
        boolean more = number < last || page.totalIsLowerBound();
        return new PagerView(
                words,
                nothing,
                ui.text(open ? "pager.place.more" : "pager.place", number, last),
                number > 1 ? href(ui, query, 1) : null,
                number > 1 ? href(ui, query, number - 1) : null,
                farther == null && more ? href(ui, query, number + 1) : null,
                number < last && !open ? href(ui, query, last) : null,
                farther);
    }

    private static String nothing(Page<?> page, boolean behind) {
        if (page.stoppedAt() != null || (page.totalIsLowerBound() && !behind)) {
            return "requests.notFound";
        }
        return behind ? "requests.nothingFarther" : "requests.nothing";
    }

    private static @Nullable FartherView farther(@Nullable ExchangeId stoppedAt, Ui ui, Query query) {
        return stoppedAt == null
                ? null
                : new FartherView(TimeView.of(stoppedAt.received(), ui), cursor(ui, query, stoppedAt));
    }

    private static String cursor(Ui ui, Query query, ExchangeId cursor) {
        return ui.url(query.with("cursor", cursor.toString()).on("/requests"));
    }

    private static String href(Ui ui, Query query, int number) {
        Query there = number == 1 ? query : query.with("page", Integer.toString(number));
        return ui.url(there.on("/requests"));
    }
}
