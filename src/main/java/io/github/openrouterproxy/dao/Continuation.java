package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, and where the list goes on behind it, however many new ones come in front.
 *
 * @param next the last row, or where looking took too long; null on the last page
 */
public record Continuation(
        Page<ExchangeSummary> page, @Nullable ExchangeId next) {
    /** What to ask the database for: behind a cursor one row more, since only it tells whether there are any. */
    public static PageRequest toAsk(PageRequest page) {
        return page.before() == null ? page : new PageRequest(page.number(), page.size() + 1, page.before());
    }

    /** @param found by {@link #toAsk} */
    public static Continuation of(Page<ExchangeSummary> found, PageRequest asked) {
        List<ExchangeSummary> rows = found.rows().stream().limit(asked.size()).toList();
        Page<ExchangeSummary> page = new Page<>(
                rows, found.totalCount(), found.totalIsLowerBound(), found.number(), asked.size(), found.stoppedAt());
        return new Continuation(page, next(found, asked, rows));
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
