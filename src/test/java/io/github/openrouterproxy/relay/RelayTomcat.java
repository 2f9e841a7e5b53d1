package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.config.SettingsReader;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import io.github.openrouterproxy.relay.client.UnwantedBodies;
import io.github.openrouterproxy.relay.upstream.JettyUpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.testing.tls.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

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
        return to(base).with(pairs).start();
    }

    /** A relay that is to be started. */
    static Plan to(String base) {
        return new Plan(base);
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** The web application stops, and the container goes on. */
    void stopWebApplication() throws LifecycleException {
        ((Lifecycle) tomcat.getHost().findChildren()[0]).stop();
    }

    /** The container's threads that are at work. */
    int busyThreads() {
        return ((ThreadPoolExecutor) tomcat.getConnector().getProtocolHandler().getExecutor()).getActiveCount();
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
        ExpandWar.delete(tomcat.getServer().getCatalinaBase());
    }

    /** What a relay is started with. */
    static final class Plan {
        private final Map<String, String> settings = new HashMap<>();
        private final Map<String, String> connector = new HashMap<>(Map.of(
                "address", "127.0.0.1",
                "relaxedPathChars", "\"<>[\\]^`{|}",
                "relaxedQueryChars", "\"<>[\\]^`{|}",
                "maxKeepAliveRequests", "-1"));
        private UpstreamLimits limits = UpstreamLimits.USUAL;
        private CaptureBudget budget = CaptureBudget.ofHeap();
        private int unwantedAtOnce = CaptureBudget.refusedAtOnce();
        private DoubleSupplier dice = () -> ThreadLocalRandom.current().nextDouble();
        private Clock clock = Clock.systemUTC();
        private boolean asynchronous = true;
        private @Nullable SpillFolder spill;
        private @Nullable UpstreamClient sender;
        private @Nullable TestCertificate certificate;

        private Plan(String base) {
            settings.put("OPENAI_API_BASE", base);
        }

        /** @param pairs names and values of settings */
        Plan with(String... pairs) {
            for (int i = 0; i < pairs.length; i += 2) {
                settings.put(pairs[i], pairs[i + 1]);
            }
            return this;
        }

        /** An attribute of Tomcat's connector. */
        Plan connector(String name, String value) {
            connector.put(name, value);
            return this;
        }

        /** Sends calls by that instead of over the network. */
        Plan by(UpstreamClient other) {
            sender = other;
            return this;
        }

        Plan limits(UpstreamLimits others) {
            limits = others;
            return this;
        }

        Plan within(CaptureBudget other) {
            budget = other;
            return this;
        }

        /** Lets large bodies wait there for their record. */
        Plan spillingInto(SpillFolder folder) {
            spill = folder;
            return this;
        }

        /** Bodies that are read away at once although nobody wants them. */
        Plan readingAway(int most) {
            unwantedAtOnce = most;
            return this;
        }

        /** For the pauses between attempts. */
        Plan dice(DoubleSupplier other) {
            dice = other;
            return this;
        }

        /** Of the calls, not of the pauses. */
        Plan clock(Clock other) {
            clock = other;
            return this;
        }

        /** The container lets no call end after its servlet has returned. */
        Plan withoutAsync() {
            asynchronous = false;
            return this;
        }

        /** The door itself speaks TLS. */
        Plan shows(TestCertificate shown) {
            certificate = shown;
            return this;
        }

        RelayTomcat start() throws Exception {
            Settings read = new SettingsReader(List.of(settings::get), Path.of("unused.db")).read();
            Path home = Files.createTempDirectory("relay-tomcat");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(home.toString());
            tomcat.setPort(0);
            Connector door = tomcat.getConnector();
            connector.forEach(door::setProperty);
            door.setEncodedSolidusHandling("passthrough");
            door.setAllowTrace(true);
            if (certificate != null) {
                secure(door, certificate);
            }
            Context context = tomcat.addContext("", home.toString());
            RelayTomcat relay = new RelayTomcat(tomcat, JettyUpstreamClient.start(read.upstream(), limits));
            UnwantedBodies unwanted = new UnwantedBodies(relay.upstream::after, unwantedAtOnce);
            RelayParts parts = new RelayParts(
                    read,
                    sender == null ? relay.upstream : sender,
                    relay.recorder,
                    new RetryPolicy(read.retry(), Clock.systemUTC(), dice),
                    new ExchangeIds(clock, 0),
                    clock,
                    budget,
                    unwanted,
                    spill);
            Tomcat.addServlet(context, "relay", new RelayServlet(parts)).setAsyncSupported(asynchronous);
            Tomcat.addServlet(context, "outside", new OutsideServlet(unwanted)).setAsyncSupported(true);
            context.addServletMappingDecoded("/v1/*", "relay");
            context.addServletMappingDecoded("/api/v1/*", "relay");
            context.addServletMappingDecoded("/", "outside");
            tomcat.start();
            return relay;
        }

        private static void secure(Connector door, TestCertificate certificate) {
            SSLHostConfig host = new SSLHostConfig();
            SSLHostConfigCertificate shown = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
            shown.setCertificateKeystoreFile(certificate.keyStore().toString());
            shown.setCertificateKeystorePassword(TestCertificate.PASSWORD);
            host.addCertificate(shown);
            door.addSslHostConfig(host);
            door.setProperty("SSLEnabled", "true");
            door.setSecure(true);
            door.setScheme("https");
        }
    }
}
