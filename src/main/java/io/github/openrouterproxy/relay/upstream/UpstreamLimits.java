package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.config.UpstreamSettings;
import java.time.Duration;

/**
 * What is held open towards the upstream, and for how long.
 *
 * @param connections at once
 * @param waiting calls that wait for a connection; one more is refused
 * @param pooledIdle how long a connection may lie unused
 * @param longestLife after which a connection serves no new call; the next one looks the name up again, so late is a
 *     change of DNS noticed under steady load
 * @param staleWithin how soon after a request's head went out a pooled connection ends that was closed before; where
 *     several share it, after that of the first since it lay idle. What ends later may end because of a request, which
 *     the upstream then has seen
 */
public record UpstreamLimits(
        int connections, int waiting, Duration pooledIdle, Duration longestLife, Duration staleWithin) {
    /** A trip there and back, which takes 300 ms around the world, with some to spare. */
    private static final Duration STALE_WITHIN = Duration.ofMillis(500);

    /**
     * As many may wait as may run: a call waits for its connection to be made, too, and all the clients of a proxy
     * may come back at once.
     */
    public static final UpstreamLimits USUAL =
            new UpstreamLimits(8192, 8192, Duration.ofSeconds(30), Duration.ofMinutes(5));

    /** What an upstream may send ahead on a stream of HTTP/2, and the client holds where nobody reads it, in bytes. */
    static final int STREAM_WINDOW = 64 * 1024;

    /** What of an answer waits in memory for whoever does not read it, beside one buffer, in bytes. */
    public static long heldOfAnAnswer(UpstreamSettings settings) {
        return settings.http2() ? STREAM_WINDOW : 0;
    }

    /** With the usual {@code staleWithin}. */
    public UpstreamLimits(int connections, int waiting, Duration pooledIdle, Duration longestLife) {
        this(connections, waiting, pooledIdle, longestLife, STALE_WITHIN);
    }
}
