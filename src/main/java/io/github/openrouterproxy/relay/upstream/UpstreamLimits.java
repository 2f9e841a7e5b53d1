package io.github.openrouterproxy.relay.upstream;

import java.time.Duration;

/**
 * What is held open towards the upstream.
 *
 * @param connections at once
 * @param waiting calls that wait for a connection; one more is refused
 * @param pooledIdle how long a connection may lie unused
 * @param longestLife after which a connection serves no new call; the next one looks the name up again, so late is a
 *     change of DNS noticed under steady load
 */
public record UpstreamLimits(int connections, int waiting, Duration pooledIdle, Duration longestLife) {
    /**
     * As many may wait as may run: a call waits for its connection to be made, too, and all the clients of a proxy
     * may come back at once.
     */
    public static final UpstreamLimits USUAL =
            new UpstreamLimits(8192, 8192, Duration.ofSeconds(30), Duration.ofMinutes(5));
}
