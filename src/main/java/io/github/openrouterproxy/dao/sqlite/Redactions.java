package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The column {@code redacted}. Any thread. */
final class Redactions {
    private Redactions() {}

    static @Nullable String text(Set<RedactedPart> parts) {
        return parts.isEmpty()
                ? null
                : parts.stream().sorted().map(RedactedPart::text).collect(Collectors.joining(","));
    }

    static Set<RedactedPart> parts(@Nullable String text) {
        Set<RedactedPart> parts = EnumSet.noneOf(RedactedPart.class);
        if (text != null) {
            for (RedactedPart part : RedactedPart.values()) {
                if (("," + text + ",").contains("," + part.text() + ",")) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }
}
