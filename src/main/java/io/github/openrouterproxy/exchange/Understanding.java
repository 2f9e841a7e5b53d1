package io.github.openrouterproxy.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was read out of the bodies; null is unknown.
 *
 * @param model the model that answered, else the one asked for
 * @param stream whether the answer was asked for or came as a stream
 * @param firstToken since the call was received, until the first piece of a streamed answer that bears content
 */
public record Understanding(
        @Nullable String model,
        @Nullable String provider,
        boolean stream,
        @Nullable Duration firstToken,
        @Nullable String finishReason,
        TokenUsage usage) {
    public static final Understanding NOTHING = new Understanding(null, null, false, null, null, TokenUsage.UNKNOWN);
}
