package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who has called.
 *
 * @param more how many keys with fewer calls are left out; null when none are
 */
public record UsersView(List<Row> rows, @Nullable String more) {
    private static final int MOST = 200;

    /**
     * The calls of one key.
     *
     * @param user fingerprint; empty for calls without a key
     * @param label empty when there is none
     * @param href its calls; empty when no filter can name them
     */
    public record Row(
            String user,
            String mask,
            String label,
            String href,
            @Nullable TimeView firstSeen,
            @Nullable TimeView lastSeen,
            Amount calls,
            Amount success,
            Amount tokens,
            Amount cost,
            Amount models) {}

    /** @param users the one with the most calls first */
    public static UsersView of(List<UserFigures> users, Map<String, String> labels, Ui ui) {
        List<Row> rows =
                users.stream().limit(MOST).map(user -> row(user, labels, ui)).toList();
        return new UsersView(rows, users.size() > MOST ? ui.text("users.more", users.size() - MOST) : null);
    }

    private static Row row(UserFigures figures, Map<String, String> labels, Ui ui) {
        ApiKey key = figures.user();
        String user = key == null ? "" : key.fingerprint();
        return new Row(
                user,
                key == null ? ui.text("chart.noKey") : ui.key(key.mask()),
                Optional.ofNullable(labels.get(user)).orElse(""),
                key == null ? "" : ui.url(Query.NONE.with("user", user).on("/requests")),
                time(figures.firstSeen(), ui),
                time(figures.lastSeen(), ui),
                Units.count(figures.figures().total()),
                Units.percent(figures.figures().successRate()),
                Units.count(figures.figures().tokens().total()),
                Units.dollars(figures.figures().cost().nanos()),
                Units.count((long) figures.models()));
    }

    private static @Nullable TimeView time(@Nullable Instant instant, Ui ui) {
        return instant == null ? null : TimeView.of(instant, ui);
    }
}
