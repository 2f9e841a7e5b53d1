package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.dao.audit.LoginWay;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** @param olderHref null at the oldest */
public record AuditView(List<Line> lines, @Nullable String olderHref) {
    /** @param found one more than {@code size} when there are more */
    public static AuditView of(List<AuditEntry> found, int size, Ui ui) {
        List<Line> lines =
                found.stream().limit(size).map(entry -> Line.of(entry, ui)).toList();
        String older = found.size() > size
                ? ui.url("/audit?cursor=" + found.get(size - 1).id())
                : null;
        return new AuditView(lines, older);
    }

    /** @param grave whether somebody was refused */
    public record Line(
            TimeView time,
            String action,
            boolean grave,
            String who,
            String address,
            @Nullable String detail) {
        static Line of(AuditEntry entry, Ui ui) {
            boolean grave = switch (entry.action()) {
                case LOGIN_FAILED, REFUSED, NOT_LISTED -> true;
                case LOGIN, LOGOUT, LOGOUT_EVERYWHERE, DOWNLOAD, EXPORT, CHANGE -> false;
            };
            return new Line(
                    TimeView.of(entry.at(), ui),
                    ui.text("audit.action." + entry.action().text()),
                    grave,
                    entry.who(),
                    entry.address(),
                    detail(entry, ui));
        }

        private static @Nullable String detail(AuditEntry entry, Ui ui) {
            return LoginWay.of(entry.detail())
                    .map(way -> ui.text("audit.way." + way.name().toLowerCase(Locale.ROOT)))
                    .orElse(entry.detail());
        }
    }
}
