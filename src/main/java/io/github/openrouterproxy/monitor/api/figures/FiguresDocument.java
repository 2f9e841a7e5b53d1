package io.github.openrouterproxy.monitor.api.figures;

import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.monitor.text.Numbers;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What some calls come to. Times in milliseconds, cost in US dollars; null where nothing was measured.
 *
 * @param successRate percent of the ended ones
 * @param clientErrors failed ones with a status of 400 to 499
 * @param computedCost the part of the cost that was computed from prices
 */
record FiguresDocument(
        long totalRequests,
        @Nullable BigDecimal successRate,
        @Nullable BigDecimal avgResponseTime,
        long inFlight,
        long failedRequests,
        long clientErrors,
        @Nullable BigDecimal p50ResponseTime,
        @Nullable BigDecimal p95ResponseTime,
        @Nullable BigDecimal p99ResponseTime,
        @Nullable BigDecimal avgTtft,
        @Nullable BigDecimal p50Ttft,
        @Nullable BigDecimal p95Ttft,
        @Nullable BigDecimal p99Ttft,
        @Nullable Long promptTokens,
        @Nullable Long completionTokens,
        @Nullable Long totalTokens,
        @Nullable Long cachedTokens,
        @Nullable Long cacheWriteTokens,
        @Nullable Long reasoningTokens,
        @Nullable BigDecimal tokensPerSecond,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal computedCost) {
    static FiguresDocument of(Figures figures) {
        return new FiguresDocument(
                figures.total(),
                Numbers.percent(figures.successRate()),
                Numbers.millis(figures.duration().mean()),
                figures.inFlight(),
                figures.failed(),
                figures.clientErrors(),
                Numbers.millis(figures.duration().p50()),
                Numbers.millis(figures.duration().p95()),
                Numbers.millis(figures.duration().p99()),
                Numbers.millis(figures.firstToken().mean()),
                Numbers.millis(figures.firstToken().p50()),
                Numbers.millis(figures.firstToken().p95()),
                Numbers.millis(figures.firstToken().p99()),
                figures.tokens().prompt(),
                figures.tokens().completion(),
                figures.tokens().total(),
                figures.tokens().cached(),
                figures.tokens().cacheWrite(),
                figures.tokens().reasoning(),
                Numbers.tenths(figures.tokensPerSecond()),
                Numbers.dollars(figures.cost().nanos()),
                Numbers.dollars(figures.cost().computedNanos()));
    }
}
