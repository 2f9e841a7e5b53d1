package io.github.openrouterproxy.exchange;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When each stage of a call was reached, counted from {@code received}; null for a stage that was not.
 *
 * @param received the request head is in
 * @param sent the request's last byte went to the upstream (of the last attempt)
 * @param head the response head came
 * @param firstPiece the first bytes of the response body came
 * @param lastPiece the last bytes of the response body came
 * @param finished the call ended, in whatever way
 * @param committed its record went to the commit that holds it
 */
public record Timing(
        Instant received,
        @Nullable Duration sent,
        @Nullable Duration head,
        @Nullable Duration firstPiece,
        @Nullable Duration lastPiece,
        @Nullable Duration finished,
        @Nullable Duration committed) {
    /** Of a call that is not recorded yet. */
    public Timing(
            Instant received,
            @Nullable Duration sent,
            @Nullable Duration head,
            @Nullable Duration firstPiece,
            @Nullable Duration lastPiece,
            @Nullable Duration finished) {
        this(received, sent, head, firstPiece, lastPiece, finished, null);
    }

    public static Timing startedAt(Instant received) {
        return new Timing(received, null, null, null, null, null);
    }

    public Timing committedAt(Duration sinceReceived) {
        return new Timing(received, sent, head, firstPiece, lastPiece, finished, sinceReceived);
    }
}
