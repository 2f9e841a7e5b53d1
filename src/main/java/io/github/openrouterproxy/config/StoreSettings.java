package io.github.openrouterproxy.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param maxHistory newest exchanges kept; 0 is no limit
 * @param maxAge null is no limit
 * @param maxBytes of the file; null is no limit
 */
public record StoreSettings(
        Path database,
        long maxHistory,
        @Nullable Duration maxAge,
        @Nullable Long maxBytes) {}
