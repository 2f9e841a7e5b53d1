package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one page of what a search finds.
 *
 * @param total how many it finds at all, or at least
 * @param totalIsLowerBound whether there may be more
 * @param stoppedAt where the page is not full and what is older was not looked at; null if none are missing
 */
public record FoundPage(
        List<Long> ids,
        long total,
        boolean totalIsLowerBound,
        @Nullable ExchangeId stoppedAt) {}
