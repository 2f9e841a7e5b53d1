package io.github.openrouterproxy.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in reverse. The container's start and stop thread. */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<Runnable> stops = new ArrayDeque<>();

    void onStop(Runnable stop) {
        stops.push(stop);
    }

    /** Stops everything; what fails to stop does not keep the rest from stopping. */
    void stop() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("Something did not stop cleanly", e);
            }
        }
    }
}
