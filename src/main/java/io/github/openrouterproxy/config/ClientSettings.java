package io.github.openrouterproxy.config;

import java.time.Duration;

/** @param maxRequestBytes larger request bodies are refused */
public record ClientSettings(OnDisconnect onDisconnect, Duration drainTimeout, long maxRequestBytes) {
    /** What becomes of the upstream's answer when the client has gone. */
    public enum OnDisconnect {
        CANCEL,
        DRAIN
    }
}
