package io.github.openrouterproxy.dao.audit;

import java.util.Locale;
import java.util.Optional;

/**
 * What the audit did not list: the detail of a {@link AuditAction#NOT_LISTED}.
 *
 * @param moreThan so many of the kind came in an hour
 */
public record NotListed(long moreThan, Kind kind) {
    /** As the file and the API write it. */
    public String text() {
        return "more than " + moreThan + " " + kind.text() + " in an hour";
    }

    /** What is counted together: the one must not hide the other. */
    public enum Kind {
        FAILED_LOGINS,
        POSTPONED_LOGINS,
        DOWNLOADS,
        LOGINS_AND_REFUSALS;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Empty for what is always listed. */
        public static Optional<Kind> of(AuditAction action) {
            return switch (action) {
                case LOGIN_FAILED -> Optional.of(FAILED_LOGINS);
                case LOGIN_POSTPONED -> Optional.of(POSTPONED_LOGINS);
                case DOWNLOAD, EXPORT -> Optional.of(DOWNLOADS);
                case LOGIN, LOGOUT, LOGOUT_EVERYWHERE, REFUSED -> Optional.of(LOGINS_AND_REFUSALS);
                case CHANGE, NOT_LISTED -> Optional.empty();
            };
        }
    }
}
