package io.github.openrouterproxy.boot;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which doors a context serves; the context parameter {@code role} says it. */
enum Role {
    RELAY,
    MONITOR,
    /** Both, from one context: the WAR dropped alone into a Tomcat. */
    ALL;

    static Role of(@Nullable String parameter) {
        if (parameter == null || parameter.isBlank()) {
            return ALL;
        }
        for (Role role : values()) {
            if (role.name().equals(parameter.strip().toUpperCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new StartException("The context parameter role=" + parameter + " is not relay, monitor or all", null);
    }

    boolean relays() {
        return this != MONITOR;
    }

    boolean monitors() {
        return this != RELAY;
    }
}
