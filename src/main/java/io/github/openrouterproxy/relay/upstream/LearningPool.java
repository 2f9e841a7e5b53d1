package io.github.openrouterproxy.relay.upstream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.util.ConcurrentPool;

/**
 * Connections to an upstream of which nobody knows before the first how many calls one carries. Opens as many as the
 * waiting calls need by what the latest was found to carry. Any thread.
 */
final class LearningPool extends MultiplexConnectionPool {
    /** So that the windows of all streams of a connection fit into the connection's. */
    static final int MOST_STREAMS = 128;

    /** In the making at once: enough to have thousands in seconds, too few for one to wait until its time is up. */
    private static final int MOST_PENDING = 256;

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** @param expected calls that one connection carries, as far as can be said before the first */
    LearningPool(Destination destination, int maxConnections, int expected) {
        super(
                destination,
                () -> new ConcurrentPool<>(
                        ConcurrentPool.StrategyType.FIRST, maxConnections, LearningPool::callsOnOneConnection),
                expected);
    }

    @Override
    protected void onCreated(Connection connection) {
        super.onCreated(connection);
        connections.add(connection);
        setInitialMaxMultiplex(callsOnOneConnection(connection));
    }

    @Override
    protected void onRemoved(Connection connection) {
        super.onRemoved(connection);
        connections.remove(connection);
    }

    /** Closes the connections on which no call runs; one that is taken meanwhile serves that call and no other. */
    void closeIdle() {
        connections.stream()
                .filter(connection -> !isActive(connection))
                .filter(this::remove)
                .forEach(Connection::close);
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
