package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/requests}.
 *
 * @param totalCount of all that match
 * @param totalIsLowerBound whether there may be more, since counting them all would take too long
 * @param nextCursor continues behind the last row, or where looking took too long, however many new ones come in
 *     front; null on the last page
 */
record ExchangeList(
        List<ExchangeRow> requests,
        long totalCount,
        boolean totalIsLowerBound,
        int page,
        int pageSize,
        @Nullable String nextCursor) {
    /** What to ask the database for: behind a cursor one row more, since only it tells whether there are any. */
    static PageRequest toAsk(PageRequest page) {
        return page.before() == null ? page : new PageRequest(page.number(), page.size() + 1, page.before());
    }

    /** @param found by {@link #toAsk} */
    static ExchangeList of(Page<ExchangeSummary> found, PageRequest asked) {
        List<ExchangeSummary> rows = found.rows().stream().limit(asked.size()).toList();
        ExchangeId next = next(found, asked, rows);
        return new ExchangeList(
                rows.stream().map(ExchangeRow::of).toList(),
                found.totalCount(),
                found.totalIsLowerBound(),
                found.number(),
                asked.size(),
                next == null ? null : next.toString());
    }

    private static @Nullable ExchangeId next(
            Page<ExchangeSummary> found, PageRequest asked, List<ExchangeSummary> rows) {
        if (found.stoppedAt() != null) {
            return found.stoppedAt();
        }
        boolean more = asked.before() == null
                ? found.totalIsLowerBound() || (long) asked.number() * asked.size() < found.totalCount()
                : found.rows().size() > rows.size();
        return more && !rows.isEmpty() ? rows.get(rows.size() - 1).id() : null;
    }
}
