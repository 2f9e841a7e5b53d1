package io.github.openrouterproxy.config;

import java.time.Duration;

/**
 * @param maxBodyBytes of one body that are kept
 * @param maxWait how long the end of a message waits for its commit
 */
public record RecordingSettings(long maxBodyBytes, OnFailure onFailure, Duration maxWait, StoredKeys storedKeys) {
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
