package io.github.openrouterproxy.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param maxBodyBytes of one body that are kept
 * @param maxWait how long the end of a message waits for its commit
 * @param redactionRules a file that says what must not be stored; null is nothing
 */
public record RecordingSettings(
        long maxBodyBytes,
        OnFailure onFailure,
        Duration maxWait,
        StoredKeys storedKeys,
        @Nullable Path redactionRules) {
    /** What becomes of calls while the database takes no records. */
    public enum OnFailure {
        OPEN,
        CLOSED
    }

    /** How keys are stored. */
    public enum StoredKeys {
        FINGERPRINT,
        PLAIN
    }
}
