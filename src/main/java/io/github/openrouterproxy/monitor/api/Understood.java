package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import io.github.openrouterproxy.monitor.text.Numbers;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read out of the bodies beyond what a row says. Costs in US dollars, null for unknown.
 *
 * @param toolNames each once, in the order of their first call
 * @param costSource {@code reported} by the answer, {@code computed} from tokens and prices, or {@code looked_up}
 *     afterwards
 * @param upstreamCost what the provider charged a caller that pays it directly
 */
record Understood(
        @Nullable String provider,
        @Nullable String finishReason,
        @Nullable String askedModel,
        @Nullable String generationId,
        @Nullable Integer toolCalls,
        @Nullable List<String> toolNames,
        @Nullable Long cacheWriteTokens,
        @Nullable Long promptAudioTokens,
        @Nullable Long completionAudioTokens,
        @Nullable Long promptImageTokens,
        @Nullable Long completionImageTokens,
        @Nullable String costSource,
        @Nullable BigDecimal promptCost,
        @Nullable BigDecimal completionCost,
        @Nullable BigDecimal upstreamCost) {
    static Understood of(Understanding understanding) {
        ToolCalls tools = understanding.tools();
        TokenUsage usage = understanding.usage();
        Cost cost = usage.cost();
        Cost.Source source = cost.source();
        return new Understood(
                understanding.provider(),
                understanding.finishReason(),
                understanding.askedModel(),
                understanding.generationId(),
                tools == null ? null : tools.count(),
                tools == null ? null : tools.names(),
                usage.cacheWrite(),
                usage.promptAudio(),
                usage.completionAudio(),
                usage.promptImage(),
                usage.completionImage(),
                source == null ? null : source.text(),
                Numbers.dollars(cost.promptNanos()),
                Numbers.dollars(cost.completionNanos()),
                Numbers.dollars(cost.upstreamNanos()));
    }
}
