package io.github.openrouterproxy.dao;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which exchanges are meant; null leaves a criterion open, all others must hold.
 *
 * @param search text that URL, request body or response body contains, in whatever case; every character literal
 * @param user fingerprint
 * @param path the beginning of the path below the upstream's base
 * @param from inclusive
 * @param to exclusive
 */
public record ExchangeFilter(
        @Nullable String search,
        @Nullable String user,
        @Nullable String method,
        @Nullable String path,
        @Nullable String model,
        @Nullable StatusFilter status,
        @Nullable Boolean stream,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Duration minDuration) {
    public static final ExchangeFilter ALL =
            new ExchangeFilter(null, null, null, null, null, null, null, null, null, null);

    /** The same within another span of time. */
    public ExchangeFilter between(@Nullable Instant newFrom, @Nullable Instant newTo) {
        return new ExchangeFilter(search, user, method, path, model, status, stream, newFrom, newTo, minDuration);
    }
}
