package io.github.openrouterproxy.monitor.api.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.openrouterproxy.dao.figures.Listing;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.exchange.ApiKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one key.
 *
 * @param user fingerprint; null for calls without a key
 * @param apiKey masked
 * @param label that an administrator gave it; null for those who see only their own
 * @param firstSeen the oldest call on record, whatever the filter
 * @param models how many it asked
 */
record UserDocument(
        @Nullable String user,
        @Nullable String apiKey,
        @Nullable String label,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen,
        int models,
        @JsonUnwrapped FiguresDocument figures) {
    /**
     * The answer to {@code GET /api/users}, the one with the most calls first.
     *
     * @param complete as in {@link StatsDocument}
     */
    record All(List<UserDocument> users, boolean complete) {
        static All of(Listing<UserFigures> users, Map<String, String> labels) {
            return new All(
                    users.rows().stream()
                            .map(user -> UserDocument.of(user, labels))
                            .toList(),
                    users.complete());
        }
    }

    private static UserDocument of(UserFigures figures, Map<String, String> labels) {
        ApiKey user = figures.user();
        return new UserDocument(
                user == null ? null : user.fingerprint(),
                user == null ? null : user.mask(),
                user == null ? null : labels.get(user.fingerprint()),
                figures.firstSeen(),
                figures.lastSeen(),
                figures.models(),
                FiguresDocument.of(figures.figures()));
    }
}
