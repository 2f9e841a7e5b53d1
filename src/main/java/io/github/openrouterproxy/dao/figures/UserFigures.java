package io.github.openrouterproxy.dao.figures;

import io.github.openrouterproxy.exchange.ApiKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one key come to.
 *
 * @param user null for calls without a key
 * @param firstSeen the oldest call that is on record, whatever the filter
 * @param lastSeen the newest
 * @param models how many it asked
 */
public record UserFigures(
        @Nullable ApiKey user,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen,
        int models,
        Figures figures) {}
