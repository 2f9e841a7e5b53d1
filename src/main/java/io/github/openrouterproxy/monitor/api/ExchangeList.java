package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.Continuation;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
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
    static ExchangeList of(Continuation found) {
        Page<ExchangeSummary> page = found.page();
        ExchangeId next = found.next();
        return new ExchangeList(
                page.rows().stream().map(ExchangeRow::of).toList(),
                page.totalCount(),
                page.totalIsLowerBound(),
                page.number(),
                page.size(),
                next == null ? null : next.toString());
    }
}
