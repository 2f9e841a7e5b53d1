package io.github.openrouterproxy.tomcat;

import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what Tomcat adds when the application refuses to start. The application has said why in one sentence by
 * then, and throws an exception without a stack trace as a sign of it. Any thread.
 */
final class RefusalEcho implements Filter {
    private static final String CONTAINERS = "org.apache.catalina.core.";

    private volatile boolean heard;

    /** Listens at every handler of the log. */
    void install() {
        setFilter(this);
    }

    void remove() {
        setFilter(null);
    }

    /** Whether the application has said why it does not start. */
    boolean heard() {
        return heard;
    }

    @Override
    public boolean isLoggable(LogRecord logged) {
        if (logged.getLoggerName() == null || !logged.getLoggerName().startsWith(CONTAINERS)) {
            return true;
        }
        Throwable thrown = logged.getThrown();
        if (thrown != null && thrown.getStackTrace().length == 0) {
            heard = true;
        }
        return !heard;
    }

    private static void setFilter(@Nullable Filter filter) {
        for (Logger logger = Logger.getLogger(""); logger != null; logger = logger.getParent()) {
            for (Handler handler : logger.getHandlers()) {
                handler.setFilter(filter);
            }
        }
    }
}
