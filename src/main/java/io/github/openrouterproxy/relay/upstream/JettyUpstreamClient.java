package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Header;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches the upstream through Jetty's asynchronous client, with everything switched off that would change a message.
 */
public final class JettyUpstreamClient implements UpstreamClient, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JettyUpstreamClient.class);

    private final HttpClient client;
    private final UpstreamSettings settings;
    private final UpstreamLimits limits;
    /** Scheme and authority of nearly all that is asked for, taken apart once. */
    private final URI origin;

    /** For the whole address, instead of for a way to where it is. */
    private final boolean asksProxy;

    private JettyUpstreamClient(HttpClient client, UpstreamSettings settings, UpstreamLimits limits) {
        this.client = client;
        this.settings = settings;
        this.limits = limits;
        URI base = settings.base();
        this.origin = URI.create(base.getScheme() + "://" + base.getRawAuthority());
        this.asksProxy = settings.proxy() != null && base.getScheme().equalsIgnoreCase("http");
    }

    /** A started client. */
    public static JettyUpstreamClient start(UpstreamSettings settings) {
        return start(settings, UpstreamLimits.USUAL);
    }

    /** The same with other limits than the usual. */
    public static JettyUpstreamClient start(UpstreamSettings settings, UpstreamLimits limits) {
        return start(JettyClients.create(settings, limits), settings, limits);
    }

    static JettyUpstreamClient start(HttpClient client, UpstreamSettings settings, UpstreamLimits limits) {
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("The upstream client does not start: " + e.getMessage(), e);
        }
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new InterimAnswers());
        client.getContentDecoderFactories().clear();
        JettyUpstreamClient started = new JettyUpstreamClient(client, settings, limits);
        if (settings.http2()) {
            started.closeUnusedFromNowOn();
        }
        return started;
    }

    /** A connection lies unused for a quarter longer at most. */
    private void closeUnusedFromNowOn() {
        Scheduler scheduler = client.getScheduler();
        if (scheduler.isRunning()) {
            pools().forEach(pool -> pool.closeUnused(limits.pooledIdle()));
            scheduler.schedule(this::closeUnusedFromNowOn, limits.pooledIdle().toMillis() / 4, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public UpstreamCall send(UpstreamRequest request, UpstreamListener listener) {
        Request jettyRequest = newRequest(request.method(), request.url());
        jettyRequest.idleTimeout(0, TimeUnit.MILLISECONDS);
        jettyRequest.headers(headers -> {
            headers.clear();
            for (Header header : request.headers()) {
                addTo(headers, header);
            }
            if (goesInChunks(request)) {
                headers.add(HttpHeader.TRANSFER_ENCODING, "chunked");
            }
        });
        byte[] body = request.body();
        if (body != null && body.length > 0) {
            jettyRequest.body(new BytesRequestContent((String) null, body));
        }
        JettyUpstreamCall call = new JettyUpstreamCall(
                jettyRequest,
                listener,
                client,
                settings,
                limits.staleWithin(),
                () -> pools().anyMatch(LearningPool::hasConnections));
        call.send(body == null);
        return call;
    }

    @Override
    public void closeIdle() {
        pools().forEach(LearningPool::closeIdle);
    }

    @Override
    public Runnable after(Duration pause, Runnable task) {
        Scheduler.Task scheduled = client.getScheduler().schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
        return scheduled::cancel;
    }

    private Request newRequest(String method, String url) {
        int query = url.indexOf('?');
        String address = query < 0 ? url : url.substring(0, query);
        int slash = address.indexOf('/', address.indexOf("//") + 2);
        String whose = slash < 0 ? address : address.substring(0, slash);
        String below = slash < 0 ? "/" : address.substring(slash);
        return new VerbatimRequest(
                client,
                method,
                whose.equals(origin.toString()) ? origin : URI.create(whose),
                asksProxy ? whose + below : below,
                query < 0 ? null : url.substring(query + 1));
    }

    /** Jetty, left to choose, gives a body that ends before it was begun to be sent a length of 0. */
    private boolean goesInChunks(UpstreamRequest request) {
        return request.body() == null && !settings.http2() && !request.headers().contains("Content-Length");
    }

    private void addTo(HttpFields.Mutable headers, Header line) {
        if (!line.is("Host")) {
            headers.add(asWritten(line));
        } else if (!settings.http2()) {
            headers.add(new HttpField(null, line.name(), settings.base().getRawAuthority()));
        }
    }

    /** Jetty writes the names it knows in its own spelling; it needs to know none but the length's. */
    private static HttpField asWritten(Header line) {
        HttpHeader known = HttpHeader.CACHE.get(line.name());
        boolean spelt = known == null
                || known == HttpHeader.CONTENT_LENGTH
                || known.asString().equals(line.name());
        return new HttpField(spelt ? known : null, line.name(), line.value());
    }

    /** Connections on which a call runs; any thread. */
    public int activeConnections() {
        return connections(AbstractConnectionPool::getActiveConnectionCount);
    }

    /** Connections that wait for a call; any thread. */
    public int idleConnections() {
        return connections(AbstractConnectionPool::getIdleConnectionCount);
    }

    private int connections(ToIntFunction<AbstractConnectionPool> count) {
        return pools().mapToInt(count).sum();
    }

    private Stream<LearningPool> pools() {
        return client.getDestinations().stream()
                .map(Destination::getConnectionPool)
                .filter(LearningPool.class::isInstance)
                .map(LearningPool.class::cast);
    }

    /** Stops the client; calls under way are cut. */
    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            LOG.warn("The upstream client did not stop cleanly", e);
        }
    }

    /**
     * Swallows every interim answer but 101, known or not and however many come (RFC 9110, section 15.2), and waits for
     * the final one. Jetty's own handlers know three of them, and take 100 only once. A request that waits for its 100
     * would not go on: no {@code Expect} is ever sent.
     */
    private static final class InterimAnswers extends EarlyHintsProtocolHandler {
        @Override
        public String getName() {
            return "interim-answers";
        }

        @Override
        public boolean accept(Request request, Response response) {
            return HttpStatus.isInterim(response.getStatus());
        }
    }
}
