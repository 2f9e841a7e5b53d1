package io.github.openrouterproxy.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What a call used, as the upstream reported it; null where it said nothing, which is not 0.
 *
 * @param costMicros in millionths of a US dollar
 */
public record TokenUsage(
        @Nullable Long prompt,
        @Nullable Long completion,
        @Nullable Long total,
        @Nullable Long cached,
        @Nullable Long reasoning,
        @Nullable Long costMicros) {
    public static final TokenUsage UNKNOWN = new TokenUsage(null, null, null, null, null, null);
}
