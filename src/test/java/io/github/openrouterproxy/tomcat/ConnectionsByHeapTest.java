package io.github.openrouterproxy.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionsByHeapTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"256,20000,1872", "1024,20000,7489", "1024,500,500", "1024,-1,7489", "8192,20000,20000"})
    void halfOfTheHeapIsForHeadsThatComeIn(int heap, String set, String becomes) {
        Connector connector = new Connector();
        connector.setProperty("maxConnections", set);
        StandardServer server = serving(connector);

        new ConnectionsByHeap(heap * MIB).lifecycleEvent(new LifecycleEvent(server, Lifecycle.BEFORE_INIT_EVENT, null));

        assertThat(connector.getProperty("maxConnections")).hasToString(becomes);
    }

    private static StandardServer serving(Connector connector) {
        StandardServer server = new StandardServer();
        StandardService service = new StandardService();
        service.addConnector(connector);
        server.addService(service);
        return server;
    }
}
