package io.github.openrouterproxy.config;

import java.time.Duration;
import java.util.Set;

/**
 * @param maxAttempts 1 never retries
 * @param maxWait the longest pause an upstream may ask for
 */
public record RetrySettings(int maxAttempts, Set<Integer> statuses, Duration maxWait) {
    public RetrySettings {
        statuses = Set.copyOf(statuses);
    }
}
