package io.github.openrouterproxy.testing.logs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged until this is closed. */
public record Heard(Logger logger, List<String> lines, Handler handler) implements AutoCloseable {
    public static Heard from(Class<?> source) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                lines.add(logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(source.getName());
        logger.addHandler(handler);
        return new Heard(logger, lines, handler);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
