package io.github.openrouterproxy.relay.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Connections to an upstream of which nobody knows before the first how many calls one carries. Opens as many as the
 * waiting calls need by what the latest was found to carry. Any thread.
 */
final class LearningPool extends MultiplexConnectionPool {
    /** So that the windows of all streams of a connection fit into the connection's. */
    static final int MOST_STREAMS = 128;

    /** In the making at once: enough to have thousands in seconds, too few for one to wait until its time is up. */
    private static final int MOST_PENDING = 256;

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Duration pooledIdle;

    /** With when a call last ended on it. */
    private final Map<Connection, Long> connections = new ConcurrentHashMap<>();

    /** @param expected calls that one connection carries, as far as can be said before the first */
    LearningPool(Destination destination, UpstreamLimits limits, int expected) {
        super(
                destination,
                () -> new OldestFirstPool<>(
                        limits.connections(), LearningPool::callsOnOneConnection, MaxMultiplexable.class::isInstance),
                expected);
        scheduler = destination.getHttpClient().getScheduler();
        pooledIdle = limits.pooledIdle();
    }

    @Override
    protected void onCreated(Connection connection) {
        super.onCreated(connection);
        if (connection instanceof org.eclipse.jetty.io.Connection single) {
            // It is of HTTP/1.1: no stream, but all of what goes over the wire.
            single.getEndPoint().setIdleTimeout(pooledIdle.toMillis());
        }
        connections.put(connection, System.nanoTime());
        setInitialMaxMultiplex(callsOnOneConnection(connection));
    }

    @Override
    protected void onRemoved(@Nullable Connection connection) {
        super.onRemoved(connection);
        if (connection == null) {
            // It was still in the making when the pool ended.
            return;
        }
        connections.remove(connection);
        if (connection instanceof HttpConnectionOverHTTP2 multiplexed
                && multiplexed.getSession() instanceof HTTP2Session session) {
            var unused = scheduler.schedule(() -> hangUp(session), LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Jetty only says goodbye, and then waits for the upstream to close. */
    private static void hangUp(HTTP2Session session) {
        if (session.getStreamsOpened() == session.getStreamsClosed()) {
            session.getEndPoint().close();
        }
    }

    @Override
    protected boolean deactivate(Connection connection) {
        connections.replace(connection, System.nanoTime());
        return super.deactivate(connection);
    }

    /**
     * Closes the connections of HTTP/2 on which no call has run for that long. Jetty, which bounds silence alone, would
     * close those on which calls wait together with them, or none.
     */
    void closeUnused(Duration since) {
        long now = System.nanoTime();
        connections.forEach((connection, ended) -> {
            if (connection instanceof HttpConnectionOverHTTP2 multiplexed
                    && now - ended >= since.toNanos()
                    && !isActive(multiplexed)
                    && takesNoMoreCalls(multiplexed, since)) {
                multiplexed.close();
            }
        });
    }

    /** False when a call is about to go out on it; if true, one that has just chosen it takes another. */
    private static boolean takesNoMoreCalls(HttpConnectionOverHTTP2 connection, Duration unused) {
        return connection.onIdleTimeout(unused.toMillis(), new TimeoutException("unused"));
    }

    /** Not counting those in the making. */
    boolean hasConnections() {
        return !connections.isEmpty();
    }

    /** Closes the connections on which no call runs. */
    void closeIdle() {
        closeUnused(Duration.ZERO);
        for (Connection idle = activate(); idle != null; idle = activate()) {
            if (idle instanceof HttpConnectionOverHTTP2) {
                // Others run on it; what is behind it in the pool may wait for the next time.
                giveBack(idle);
                return;
            }
            // Taken as by a call, it can have been taken by no other.
            remove(idle);
            idle.close();
        }
    }

    private void giveBack(Connection taken) {
        if (!release(taken)) {
            taken.close();
        }
    }

    /**
     * One for a new call. All that are still needed, once a connection has been made and the calls that waited for it
     * are on it: it may carry less than was hoped, and nothing but this would call for more.
     */
    @Override
    protected void tryCreate(boolean forNewCall) {
        int before;
        do {
            before = getPendingConnectionCount();
            if (before < MOST_PENDING) {
                super.tryCreate(forNewCall);
            }
        } while (!forNewCall && getPendingConnectionCount() > before);
    }

    private static int callsOnOneConnection(Connection connection) {
        if (!(connection instanceof MaxMultiplexable streams)) {
            return 1;
        }
        int offered = streams.getMaxMultiplex();
        return offered < 0 ? MOST_STREAMS : Math.max(1, Math.min(offered, MOST_STREAMS));
    }
}
