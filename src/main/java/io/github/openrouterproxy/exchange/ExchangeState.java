package io.github.openrouterproxy.exchange;

import java.util.Locale;

/** Where a recorded call stands. */
public enum ExchangeState {
    IN_FLIGHT,
    /** It ended; whether well, its status and error say. */
    FINISHED,
    /** The process died while it ran. */
    INTERRUPTED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
