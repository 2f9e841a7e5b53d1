package io.github.openrouterproxy.tomcat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;

/**
 * Lets no connector take more connections than half of the heap has buffers for: a head that comes in slowly holds them
 * before it is a call that anybody counts. Listens to the {@code Server}. The container's start thread.
 */
public final class ConnectionsByHeap implements LifecycleListener {
    private static final String PROPERTY = "maxConnections";

    /** In bytes of heap, for heads as long as the shipped {@code server.xml} lets them be. */
    private static final long OF_A_CONNECTION = 70 * 1024;

    private final long most;

    /** For Tomcat's digester. */
    public ConnectionsByHeap() {
        this(Runtime.getRuntime().maxMemory());
    }

    /** @param heap in bytes */
    ConnectionsByHeap(long heap) {
        this.most = Math.min(Integer.MAX_VALUE, heap / 2 / OF_A_CONNECTION);
    }

    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (event.getLifecycle() instanceof Server server && event.getType().equals(Lifecycle.BEFORE_INIT_EVENT)) {
            Arrays.stream(server.findServices())
                    .flatMap(ConnectionsByHeap::connectors)
                    .forEach(this::bound);
        }
    }

    private static Stream<Connector> connectors(Service service) {
        return Arrays.stream(service.findConnectors());
    }

    private void bound(Connector connector) {
        long set = Long.parseLong(String.valueOf(connector.getProperty(PROPERTY)));
        // -1 stands for no bound at all.
        if (set < 0 || set > most) {
            connector.setProperty(PROPERTY, String.valueOf(most));
        }
    }
}
