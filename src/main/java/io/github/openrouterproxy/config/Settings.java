package io.github.openrouterproxy.config;

import java.util.logging.Level;

/** Everything that can be set, validated. */
public record Settings(
        UpstreamSettings upstream,
        RetrySettings retry,
        ClientSettings client,
        RecordingSettings recording,
        StoreSettings store,
        MonitorSettings monitor,
        Level logLevel) {}
