package io.github.openrouterproxy.monitor.api.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.exchange.ApiKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one key.
 *
 * @param user fingerprint; null for calls without a key
 * @param apiKey masked
 * @param firstSeen the oldest call on record, whatever the filter
 * @param models how many it asked
 */
record UserDocument(
        @Nullable String user,
        @Nullable String apiKey,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen,
        int models,
        @JsonUnwrapped FiguresDocument figures) {
    /** The answer to {@code GET /api/users}, the one with the most calls first. */
    record Listing(List<UserDocument> users) {
        static Listing of(List<UserFigures> users) {
            return new Listing(users.stream().map(UserDocument::of).toList());
        }
    }

    private static UserDocument of(UserFigures figures) {
        ApiKey user = figures.user();
        return new UserDocument(
                user == null ? null : user.fingerprint(),
                user == null ? null : user.mask(),
                figures.firstSeen(),
                figures.lastSeen(),
                figures.models(),
                FiguresDocument.of(figures.figures()));
    }
}
