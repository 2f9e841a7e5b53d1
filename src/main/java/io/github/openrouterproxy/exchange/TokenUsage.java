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
     * @param costMicros in millionths of a US dollar
     */
    public TokenUsage(
            @Nullable Long prompt,
            @Nullable Long completion,
            @Nullable Long total,
            @Nullable Long cached,
            @Nullable Long reasoning,
            @Nullable Long costMicros) {
        this(prompt, completion, total, cached, null, reasoning, null, null, null, null, Cost.reported(costMicros));
    }

    /** In millionths of a US dollar. */
    public @Nullable Long costMicros() {
        return cost.micros();
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
     * What a call cost, in millionths of a US dollar; null is unknown, which is not 0.
     *
     * @param micros all of it, as the upstream charges it
     * @param promptMicros what the provider took for what was sent
     * @param completionMicros what the provider took for what was answered
     * @param upstreamMicros what the provider charged a caller that pays it directly; null for everyone else
     * @param source where {@code micros} is from; null when that is unknown
     */
    public record Cost(
            @Nullable Long micros,
            @Nullable Long promptMicros,
            @Nullable Long completionMicros,
            @Nullable Long upstreamMicros,
            @Nullable Source source) {
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

        /** As the answer says, without its parts. */
        public static Cost reported(@Nullable Long micros) {
            return micros == null ? UNKNOWN : new Cost(micros, null, null, null, Source.REPORTED);
        }
    }
}
