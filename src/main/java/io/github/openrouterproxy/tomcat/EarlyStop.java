package io.github.openrouterproxy.tomcat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Server;
import org.apache.catalina.Service;

/**
 * Ends in order what runs when the process is told to stop while the server still starts. Tomcat itself listens for
 * that only once everything has started, and by then the first door has been serving for seconds.
 */
final class EarlyStop {
    private final Server server;
    private final Stopping stopping;
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean begun;

    /** Stops a service. */
    @FunctionalInterface
    interface Stopping {
        void stop(Service service);
    }

    EarlyStop(Server server, Stopping stopping) {
        this.server = server;
        this.stopping = stopping;
    }

    /** Listens from now on. */
    void arm() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "early-stop"));
    }

    /** The process is told to stop. */
    void stop() {
        if (server.getState().compareTo(LifecycleState.STARTED) >= 0) {
            // Tomcat's own turn, or it is over.
            return;
        }
        begun = true;
        for (Service service : server.findServices()) {
            if (isOpen(service)) {
                stopping.stop(service);
            }
        }
    }

    /** Goes no further with the start when the process ends. On the thread that starts. */
    void stayIfBegun() {
        if (!begun) {
            return;
        }
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOpen(Service service) {
        return Arrays.stream(service.findConnectors())
                .anyMatch(connector -> connector.getState().isAvailable());
    }
}
