package io.github.openrouterproxy.boot;

import java.util.logging.Level;
import java.util.logging.Logger;

/** How much this application says, and its libraries. Tomcat's own loggers keep their levels. */
final class LogLevel {
    /** Held, because the log framework itself holds loggers only weakly. */
    private static final Logger OURS = Logger.getLogger("io.github.openrouterproxy");

    private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

    private LogLevel() {}

    static void set(Level level) {
        OURS.setLevel(level);
        POOL.setLevel(Level.WARNING);
    }
}
