package io.github.openrouterproxy.dao.audit;

import java.util.Locale;

/** What is written down. */
public enum AuditAction {
    LOGIN,
    LOGIN_FAILED,
    /** What was tried during a pause, and not looked at. */
    LOGIN_POSTPONED,
    LOGOUT,
    LOGOUT_EVERYWHERE,
    DOWNLOAD,
    EXPORT,
    CHANGE,
    REFUSED,
    /** What came from a network beyond what it may fill in an hour. */
    NOT_LISTED;

    /** As the file and the API write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if it is none */
    public static AuditAction of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
