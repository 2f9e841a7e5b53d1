package io.github.openrouterproxy.boot;

import java.util.logging.Level;
import java.util.logging.Logger;

/** How much this application says. Tomcat's own loggers keep their levels. */
final class LogLevel {
    /** Held, because the log framework itself holds loggers only weakly. */
    private static final Logger OURS = Logger.getLogger("io.github.openrouterproxy");

    private LogLevel() {}

    static void set(Level level) {
        OURS.setLevel(level);
    }
}
