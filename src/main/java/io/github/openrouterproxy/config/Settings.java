package io.github.openrouterproxy.config;

import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, validated.
 *
 * @param fingerprintSecret null: in a file beside the database
 */
public record Settings(
        UpstreamSettings upstream,
        RetrySettings retry,
        ClientSettings client,
        RecordingSettings recording,
        StoreSettings store,
        MonitorSettings monitor,
        @Nullable Secret fingerprintSecret,
        Level logLevel) {}
