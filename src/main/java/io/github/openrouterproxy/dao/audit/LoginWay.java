package io.github.openrouterproxy.dao.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How somebody came without a session of ours: the detail of such a {@link AuditAction#LOGIN}. */
public enum LoginWay {
    KEY_IN_THE_CALL,
    VOUCHED_FOR;

    /** As the file and the API write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The way a detail tells of, if it does. */
    public static Optional<LoginWay> of(@Nullable String detail) {
        return Arrays.stream(values()).filter(way -> way.text().equals(detail)).findFirst();
    }
}
