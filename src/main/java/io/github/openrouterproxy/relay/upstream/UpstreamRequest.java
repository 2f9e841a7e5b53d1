package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.exchange.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the upstream.
 *
 * @param url in full; its path and query are sent byte for byte
 * @param headers end-to-end ones; {@code Host} gets the upstream's value
 * @param body the whole body; null when it follows in pieces through {@link UpstreamCall#write}
 */
public record UpstreamRequest(String method, String url, Headers headers, byte @Nullable [] body) {
    public UpstreamRequest withBody(byte[] whole) {
        return new UpstreamRequest(method, url, headers, whole);
    }
}
