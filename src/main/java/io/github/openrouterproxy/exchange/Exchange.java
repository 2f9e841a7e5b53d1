package io.github.openrouterproxy.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One recorded call, understood and masked: fit to be stored and shown to its owner.
 *
 * @param request its headers and URL masked
 * @param authorization what to store of the bearer: mask and fingerprint, or the key itself under
 *     {@code STORE_KEYS=plain}
 * @param user null when the call bore no key
 * @param error for people; null when all went well
 * @param understanding what was read out of the bodies
 * @param redacted parts from which something was taken before they were stored
 */
public record Exchange(
        ExchangeId id,
        ExchangeState state,
        RequestHead request,
        @Nullable String authorization,
        @Nullable ApiKey user,
        Body requestBody,
        @Nullable ResponseHead response,
        Body responseBody,
        Pieces pieces,
        Timing timing,
        List<Attempt> attempts,
        @Nullable String error,
        Understanding understanding,
        Set<RedactedPart> redacted) {
    /** A part from which something was taken before it was stored. */
    public enum RedactedPart {
        URL,
        REQUEST_HEADERS,
        REQUEST_BODY,
        RESPONSE_HEADERS,
        RESPONSE_BODY,
        ERROR;

        /** As it is stored and told. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An upstream may say as much as a body has room for. */
    private static final int LONGEST_ERROR = 2_000;

    public Exchange {
        error = Understanding.cut(error, LONGEST_ERROR);
        attempts = List.copyOf(attempts);
        redacted = Set.copyOf(redacted);
    }

    /** From which nothing was taken. */
    public Exchange(
            ExchangeId id,
            ExchangeState state,
            RequestHead request,
            @Nullable String authorization,
            @Nullable ApiKey user,
            Body requestBody,
            @Nullable ResponseHead response,
            Body responseBody,
            Pieces pieces,
            Timing timing,
            List<Attempt> attempts,
            @Nullable String error,
            Understanding understanding) {
        this(
                id,
                state,
                request,
                authorization,
                user,
                requestBody,
                response,
                responseBody,
                pieces,
                timing,
                attempts,
                error,
                understanding,
                Set.of());
    }

    /** The same, timed so. */
    public Exchange timed(Timing newTiming) {
        return new Exchange(
                id,
                state,
                request,
                authorization,
                user,
                requestBody,
                response,
                responseBody,
                pieces,
                newTiming,
                attempts,
                error,
                understanding,
                redacted);
    }
}
