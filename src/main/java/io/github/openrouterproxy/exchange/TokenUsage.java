package io.github.openrouterproxy.exchange;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a call used, as the upstream reported it; null where it said nothing, which is not 0.
 *
 * @param prompt all tokens of the request, cached ones and those of every kind included
 * @param completion all tokens of the answer, those of every kind included
 */
public record TokenUsage(
        @Nullable Long prompt,
        @Nullable Long completion,
        @Nullable Long total,
        @Nullable Long cached,
        @Nullable Long cacheWrite,
        @Nullable Long reasoning,
        @Nullable Long promptAudio,
        @Nullable Long completionAudio,
        @Nullable Long promptImage,
        @Nullable Long completionImage,
        Cost cost) {
    public static final TokenUsage UNKNOWN = new TokenUsage(null, null, null, null, null, null);

    /**
     * Of text, with the cost that the answer told.
     *
     * @param costNanos in billionths of a US dollar
     */
    public TokenUsage(
            @Nullable Long prompt,
            @Nullable Long completion,
            @Nullable Long total,
            @Nullable Long cached,
            @Nullable Long reasoning,
            @Nullable Long costNanos) {
        this(prompt, completion, total, cached, null, reasoning, null, null, null, null, Cost.reported(costNanos));
    }

    /** In billionths of a US dollar. */
    public @Nullable Long costNanos() {
        return cost.nanos();
    }

    public TokenUsage costing(Cost newCost) {
        return new TokenUsage(
                prompt,
                completion,
                total,
                cached,
                cacheWrite,
                reasoning,
                promptAudio,
                completionAudio,
                promptImage,
                completionImage,
                newCost);
    }

    /**
     * What a call cost, in billionths of a US dollar; null is unknown, which is not 0.
     *
     * @param nanos all of it, as the upstream charges it
     * @param promptNanos what the provider took for what was sent
     * @param completionNanos what the provider took for what was answered
     * @param upstreamNanos what the provider charged a caller that pays it directly; null for everyone else
     * @param source where {@code nanos} is from; null when that is unknown
     */
    public record Cost(
            @Nullable Long nanos,
            @Nullable Long promptNanos,
            @Nullable Long completionNanos,
            @Nullable Long upstreamNanos,
            @Nullable Source source) {
        private static final double NANOS = 1e9;
        private static final double MOST_NANOS = 9e15;

        public static final Cost UNKNOWN = new Cost(null, null, null, null, null);

        /** Who says what a call cost. */
        public enum Source {
            /** The answer itself. */
            REPORTED,
            /** We, out of its tokens and the upstream's prices. */
            COMPUTED,
            /** The upstream, when it was asked afterwards. */
            LOOKED_UP;

            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** Null for what no cost can be. */
        public static @Nullable Long inNanos(@Nullable Double dollars) {
            if (dollars == null) {
                return null;
            }
            double nanos = NANOS * dollars;
            return nanos >= 0 && nanos < MOST_NANOS ? (Long) Math.round(nanos) : null;
        }

        /** As the answer says, without its parts. */
        public static Cost reported(@Nullable Long nanos) {
            return nanos == null ? UNKNOWN : new Cost(nanos, null, null, null, Source.REPORTED);
        }
    }
}
