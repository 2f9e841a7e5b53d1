package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.config.SettingsReader;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.relay.upstream.JettyUpstreamClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** The relay servlet alone in a Tomcat inside the test's own process, with a recorder that the test holds. */
final class RelayTomcat implements AutoCloseable {
    private final Tomcat tomcat;
    private final JettyUpstreamClient upstream;
    private final HeldRecorder recorder = new HeldRecorder();

    private RelayTomcat(Tomcat tomcat, JettyUpstreamClient upstream) {
        this.tomcat = tomcat;
        this.upstream = upstream;
    }

    /** @param pairs names and values of settings */
    static RelayTomcat start(String base, String... pairs) throws Exception {
        Map<String, String> values = new HashMap<>(Map.of("OPENAI_API_BASE", base));
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        Settings settings = new SettingsReader(List.of(values::get), Path.of("unused.db")).read();
        Path home = Files.createTempDirectory("relay-tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(home.toString());
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
        connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
        connector.setEncodedSolidusHandling("passthrough");
        connector.setAllowTrace(true);
        connector.setProperty("maxKeepAliveRequests", "-1");
        Context context = tomcat.addContext("", home.toString());
        RelayTomcat relay = new RelayTomcat(tomcat, JettyUpstreamClient.start(settings.upstream()));
        RelayParts parts = RelayParts.of(
                settings, relay.upstream, relay.recorder, new ExchangeIds(Clock.systemUTC(), 0), Clock.systemUTC());
        Tomcat.addServlet(context, "relay", new RelayServlet(parts)).setAsyncSupported(true);
        Tomcat.addServlet(context, "outside", new OutsideServlet());
        context.addServletMappingDecoded("/v1/*", "relay");
        context.addServletMappingDecoded("/api/v1/*", "relay");
        context.addServletMappingDecoded("/", "outside");
        tomcat.start();
        return relay;
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** Connections to the upstream that wait for a call. */
    int idleConnections() {
        return upstream.idleConnections();
    }

    HeldRecorder recorder() {
        return recorder;
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        upstream.close();
    }
}
