package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.dao.audit.LoginWay;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** @param olderHref null at the oldest */
public record AuditView(List<Line> lines, @Nullable String olderHref) {
    /** What the audit says in words, and the key of the same in the viewer's. */
    private static final Map<Pattern, String> WORDS = Map.of(
            Pattern.compile("(not looked at during a pause)"), "audit.postponed",
            Pattern.compile("label of fp (.*)", Pattern.DOTALL), "audit.label",
            Pattern.compile("more than (\\d+) failed logins in an hour"), "audit.more.failedLogins",
            Pattern.compile("more than (\\d+) postponed logins in an hour"), "audit.more.postponedLogins",
            Pattern.compile("more than (\\d+) downloads in an hour"), "audit.more.downloads",
            Pattern.compile("more than (\\d+) logins and refusals in an hour"), "audit.more.loginsAndRefusals");

    /** Of a key that is not shown; the rest is no name that anybody is vouched for by. */
    private static final Pattern KEY = Pattern.compile("(administrator|auditor|key)( \\(fp [0-9a-f]{32}\\))");

    private static final String NAME = "name ";

    /** A viewer's name, or what stands for a key, in the words of the one who looks. */
    static String who(String written, Ui ui) {
        Matcher key = KEY.matcher(written);
        return key.matches() ? ui.text("key." + key.group(1)) + key.group(2) : written;
    }

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
                case LOGIN_FAILED, LOGIN_POSTPONED, REFUSED, NOT_LISTED -> true;
                case LOGIN, LOGOUT, LOGOUT_EVERYWHERE, DOWNLOAD, EXPORT, CHANGE -> false;
            };
            return new Line(
                    TimeView.of(entry.at(), ui),
                    ui.text("audit.action." + entry.action().text()),
                    grave,
                    who(entry, ui),
                    entry.address(),
                    detail(entry, ui));
        }

        private static String who(AuditEntry entry, Ui ui) {
            boolean tried = entry.action() == AuditAction.LOGIN_FAILED || entry.action() == AuditAction.LOGIN_POSTPONED;
            return tried && entry.who().startsWith(NAME)
                    ? ui.text("audit.name", entry.who().substring(NAME.length()))
                    : AuditView.who(entry.who(), ui);
        }

        private static @Nullable String detail(AuditEntry entry, Ui ui) {
            return LoginWay.of(entry.detail())
                    .map(way -> ui.text("audit.way." + way.name().toLowerCase(Locale.ROOT)))
                    .orElseGet(() -> entry.detail() == null ? null : words(entry.detail(), ui));
        }

        private static String words(String detail, Ui ui) {
            for (Map.Entry<Pattern, String> known : WORDS.entrySet()) {
                Matcher matcher = known.getKey().matcher(detail);
                if (matcher.matches()) {
                    return ui.text(known.getValue(), matcher.group(1));
                }
            }
            return detail;
        }
    }
}
