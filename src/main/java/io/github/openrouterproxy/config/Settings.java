package io.github.openrouterproxy.config;

import java.nio.file.Path;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, validated.
 *
 * @param fingerprintSecret null: in a file beside the database
 * @param encryptionKeyFile where the keys were read from; null: from no file
 */
public record Settings(
        UpstreamSettings upstream,
        RetrySettings retry,
        ClientSettings client,
        RecordingSettings recording,
        StoreSettings store,
        MonitorSettings monitor,
        @Nullable Secret fingerprintSecret,
        @Nullable Path encryptionKeyFile,
        Level logLevel) {}
