package io.github.openrouterproxy.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the upstream is reached.
 *
 * @param base without a trailing slash
 * @param defaultKey for calls that bear none
 * @param responseTimeout to the response head, and between two pieces
 * @param proxy {@code http://user:pass@host:port}
 */
public record UpstreamSettings(
        URI base,
        @Nullable Secret defaultKey,
        Duration connectTimeout,
        Duration responseTimeout,
        boolean http2,
        @Nullable URI proxy) {
    /** Without the password that the proxy's address may hold. */
    @Override
    public String toString() {
        return "UpstreamSettings[base=" + base + ", proxy=" + (proxy == null ? "none" : proxy.getHost()) + "]";
    }
}
