package io.github.openrouterproxy.exchange;

import java.util.List;
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
        Understanding understanding) {
    public Exchange {
        attempts = List.copyOf(attempts);
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
                understanding);
    }
}
