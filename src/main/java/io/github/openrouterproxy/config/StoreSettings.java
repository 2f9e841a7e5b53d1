package io.github.openrouterproxy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param maxHistory newest exchanges kept; 0 is no limit
 * @param maxAge null is no limit
 * @param maxBytes of the file; null is no limit
 * @param encryptionKeys in hexadecimal: the first encrypts bodies, all decrypt; none: bodies are stored as they are
 */
public record StoreSettings(
        Path database,
        long maxHistory,
        @Nullable Duration maxAge,
        @Nullable Long maxBytes,
        List<Secret> encryptionKeys) {
    public StoreSettings {
        encryptionKeys = List.copyOf(encryptionKeys);
    }

    /** That encrypts nothing. */
    public StoreSettings(Path database, long maxHistory, @Nullable Duration maxAge, @Nullable Long maxBytes) {
        this(database, maxHistory, maxAge, maxBytes, List.of());
    }
}
