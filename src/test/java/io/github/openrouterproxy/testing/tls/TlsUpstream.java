package io.github.openrouterproxy.testing.tls;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * An upstream behind TLS. It answers only when a number of calls wait at the same time, each with its own path: what
 * arrives there has come through all at once. Any thread.
 */
public final class TlsUpstream implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final int atOnce;
    private final CountDownLatch all;
    private final List<AsyncContext> waiting = new ArrayList<>();
    private final Set<String> protocols = ConcurrentHashMap.newKeySet();
    private final Set<String> headerNames = ConcurrentHashMap.newKeySet();
    private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();

    private TlsUpstream(int atOnce) {
        this.atOnce = atOnce;
        this.all = new CountDownLatch(atOnce);
    }

    /** @param streams how many at most on one connection of HTTP/2; 0 for HTTP/1.1 alone */
    public static TlsUpstream start(TestCertificate certificate, int streams, int atOnce) throws Exception {
        TlsUpstream upstream = new TlsUpstream(atOnce);
        String home = Files.createTempDirectory("tls-upstream").toString();
        upstream.tomcat.setBaseDir(home);
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("maxConnections", "10000");
        connector.setScheme("https");
        connector.setSecure(true);
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate key = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        key.setCertificateKeystoreFile(certificate.keyStore().toString());
        key.setCertificateKeystorePassword(TestCertificate.PASSWORD);
        tls.addCertificate(key);
        connector.addSslHostConfig(tls);
        if (streams > 0) {
            Http2Protocol http2 = new Http2Protocol();
            http2.setMaxConcurrentStreams(streams);
            http2.setMaxConcurrentStreamExecution(streams);
            connector.addUpgradeProtocol(http2);
        }
        upstream.tomcat.setConnector(connector);
        Context context = upstream.tomcat.addContext("", home);
        Tomcat.addServlet(context, "all", upstream.new Waiting()).setAsyncSupported(true);
        context.addServletMappingDecoded("/", "all");
        upstream.tomcat.start();
        return upstream;
    }

    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** What to set as {@code OPENAI_API_BASE}. */
    public URI base() {
        return URI.create("https://127.0.0.1:" + port() + "/v1");
    }

    /** Names of all header lines that came, in small letters. */
    public Set<String> headerNames() {
        return Set.copyOf(headerNames);
    }

    public Set<String> protocols() {
        return Set.copyOf(protocols);
    }

    /** Whether as many calls as it waits for come in time. */
    public boolean awaitAll(Duration longest) throws InterruptedException {
        return all.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many connections brought calls so far. */
    public int connections() {
        return clientPorts.size();
    }

    /** How many connections are open, whether they brought calls or not. */
    public long openConnections() {
        return ((AbstractProtocol<?>) tomcat.getConnector().getProtocolHandler()).getConnectionCount();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        ExpandWar.delete(tomcat.getServer().getCatalinaBase());
    }

    private final class Waiting extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            protocols.add(request.getProtocol());
            clientPorts.add(request.getRemotePort());
            Collections.list(request.getHeaderNames()).forEach(name -> headerNames.add(name.toLowerCase(Locale.ROOT)));
            AsyncContext call = request.startAsync();
            call.setTimeout(300_000);
            List<AsyncContext> together = List.of();
            synchronized (waiting) {
                waiting.add(call);
                if (waiting.size() >= atOnce) {
                    together = List.copyOf(waiting);
                    waiting.clear();
                }
            }
            all.countDown();
            together.forEach(TlsUpstream::answer);
        }
    }

    private static void answer(AsyncContext call) {
        try {
            String path = ((HttpServletRequest) call.getRequest()).getRequestURI();
            call.getResponse().setContentType("text/plain");
            call.getResponse().getOutputStream().print(path);
        } catch (IOException gone) {
            // the test will miss the answer
        }
        call.complete();
    }
}
