package io.github.openrouterproxy.monitor.views;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which colours a viewer wants. */
public enum Theme {
    SYSTEM,
    LIGHT,
    DARK;

    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the switch leads to. */
    public Theme next() {
        return switch (this) {
            case SYSTEM -> LIGHT;
            case LIGHT -> DARK;
            case DARK -> SYSTEM;
        };
    }

    public static Optional<Theme> tagged(@Nullable String tag) {
        return Stream.of(values()).filter(theme -> theme.tag().equals(tag)).findFirst();
    }
}
