package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/requests}.
 *
 * @param totalCount of all that match
 * @param nextCursor continues behind the last row however many new ones come in front; null on the last page
 */
record ExchangeList(
        List<ExchangeRow> requests,
        long totalCount,
        int page,
        int pageSize,
        @Nullable String nextCursor) {
    static ExchangeList of(Page<ExchangeSummary> page) {
        List<ExchangeSummary> rows = page.rows();
        String nextCursor = rows.size() < page.size()
                ? null
                : rows.get(rows.size() - 1).id().toString();
        return new ExchangeList(
                rows.stream().map(ExchangeRow::of).toList(), page.totalCount(), page.number(), page.size(), nextCursor);
    }
}
