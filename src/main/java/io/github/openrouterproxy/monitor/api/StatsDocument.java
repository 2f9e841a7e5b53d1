package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.Stats;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/stats}. Times in milliseconds, cost in US dollars; null where nothing was measured.
 *
 * @param successRate percent of the ended ones
 * @param recentRequestsCount of the last ten minutes
 */
record StatsDocument(
        long totalRequests,
        @Nullable BigDecimal successRate,
        @Nullable BigDecimal avgResponseTime,
        long recentRequestsCount,
        long inFlight,
        long failedRequests,
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
        @Nullable BigDecimal cost) {
    static StatsDocument of(Stats stats) {
        return new StatsDocument(
                stats.total(),
                Numbers.percent(stats.successRate()),
                Numbers.millis(stats.duration().mean()),
                stats.recent(),
                stats.inFlight(),
                stats.failed(),
                Numbers.millis(stats.duration().p50()),
                Numbers.millis(stats.duration().p95()),
                Numbers.millis(stats.duration().p99()),
                Numbers.millis(stats.firstToken().mean()),
                Numbers.millis(stats.firstToken().p50()),
                Numbers.millis(stats.firstToken().p95()),
                Numbers.millis(stats.firstToken().p99()),
                stats.promptTokens(),
                stats.completionTokens(),
                stats.totalTokens(),
                Numbers.dollars(stats.costMicros()));
    }
}
