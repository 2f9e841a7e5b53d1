package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.config.UpstreamSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.AbstractHttpClientTransport;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/** Sets Jetty's client up: few threads that never block, many connections, and none of its comforts. */
final class JettyClients {
    private static final int THREADS = 8;
    private static final int HEAD_BYTES = 64 * 1024;
    /** What a thread that is asking for an address is waited for; one that rests ends at once. */
    private static final int STOP_MILLIS = 500;

    /** More than all streams of a connection may use, so that slow clients never stop the others. */
    private static final int SESSION_WINDOW = 64 * 1024 * 1024;

    private JettyClients() {}

    static HttpClient create(UpstreamSettings settings, UpstreamLimits limits) {
        return create(settings, limits, InetAddress::getAllByName);
    }

    static HttpClient create(UpstreamSettings settings, UpstreamLimits limits, AddressLookups.Names names) {
        ClientConnector connector = new Connector(settings.connectTimeout());
        connector.setSelectors(1);
        connector.setConnectTimeout(settings.connectTimeout());
        connector.setSslContextFactory(new SslContextFactory.Client());
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, THREADS);
        threads.setName("upstream");
        threads.setDaemon(true);
        connector.setExecutor(threads);

        AbstractHttpClientTransport transport = settings.http2() ? http2(connector, limits) : http1(connector, limits);
        transport.setInvocationType(InvocationType.NON_BLOCKING);

        HttpClient client = new HttpClient(transport);
        client.setConnectTimeout(settings.connectTimeout().toMillis());
        QueuedThreadPool askers = new QueuedThreadPool(AddressLookups.THREADS, 0);
        askers.setName("upstream-lookup");
        askers.setDaemon(true);
        askers.setStopTimeout(STOP_MILLIS);
        client.addBean(askers);
        client.setScheduler(new ScheduledExecutorScheduler("upstream-timer", true));
        client.setSocketAddressResolver(
                new AddressLookups(names, askers, client.getScheduler(), settings.connectTimeout()));
        client.setIdleTimeout(longestIdle(settings, limits).toMillis());
        client.setMaxConnectionsPerDestination(limits.connections());
        client.setMaxRequestsQueuedPerDestination(limits.waiting());
        client.setMaxRequestHeadersSize(HEAD_BYTES);
        client.setMaxResponseHeadersSize(HEAD_BYTES);
        client.setRequestBufferSize(HEAD_BYTES);
        client.setUseInputDirectByteBuffers(false);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        addProxy(client, settings);
        return client;
    }

    private static AbstractHttpClientTransport http1(ClientConnector connector, UpstreamLimits limits) {
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        transport.setHeaderCacheCaseSensitive(true);
        transport.setConnectionPoolFactory(destination -> aging(new LearningPool(destination, limits, 1), limits));
        return transport;
    }

    private static AbstractHttpClientTransport http2(ClientConnector connector, UpstreamLimits limits) {
        HTTP2Client client = new HTTP2Client(connector);
        client.setInitialStreamRecvWindow(UpstreamLimits.STREAM_WINDOW);
        client.setInitialSessionRecvWindow(SESSION_WINDOW);
        ClientConnectionFactoryOverHTTP2.HTTP2 http2 = new ClientConnectionFactoryOverHTTP2.HTTP2(client);
        // The first is also what Jetty falls back to where the upstream negotiates nothing; of two, the upstream
        // chooses.
        HttpClientTransportDynamic transport =
                new HttpClientTransportDynamic(connector, HttpClientConnectionFactory.HTTP11, http2);
        transport.setConnectionPoolFactory(
                destination -> aging(new LearningPool(destination, limits, LearningPool.MOST_STREAMS), limits));
        return transport;
    }

    /**
     * Of a connection of HTTP/2, which is watched also while all its calls wait in silence, for which they have a limit
     * of their own. That of HTTP/1.1, watched between two calls only, gets its own from the pool.
     */
    private static Duration longestIdle(UpstreamSettings settings, UpstreamLimits limits) {
        return settings.http2() ? settings.responseTimeout().plus(limits.pooledIdle()) : limits.pooledIdle();
    }

    private static ConnectionPool aging(AbstractConnectionPool pool, UpstreamLimits limits) {
        pool.setMaxDuration(limits.longestLife().toMillis());
        return pool;
    }

    private static void addProxy(HttpClient client, UpstreamSettings settings) {
        URI proxy = settings.proxy();
        if (proxy == null) {
            return;
        }
        HttpProxy httpProxy = new HttpProxy(proxy.getHost(), proxy.getPort());
        client.getProxyConfiguration().addProxy(httpProxy);
        String userInfo = proxy.getRawUserInfo();
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
            String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
            client.getAuthenticationStore()
                    .addAuthenticationResult(new BasicAuthentication.BasicResult(
                            httpProxy.getURI(), HttpHeader.PROXY_AUTHORIZATION, user, password));
        }
    }

    private static final class Connector extends ClientConnector {
        private final Duration longestHandshake;

        private Connector(Duration longestHandshake) {
            this.longestHandshake = longestHandshake;
        }

        @Override
        public ClientConnectionFactory newSslClientConnectionFactory(
                SslContextFactory.@Nullable Client tls, ClientConnectionFactory carried) {
            SslContextFactory.Client context = tls == null ? getSslContextFactory() : tls;
            ClientConnectionFactory factory =
                    new SslClientConnectionFactory(context, getByteBufferPool(), getExecutor(), carried) {
                        @Override
                        protected SslConnection newSslConnection(EndPoint endPoint, SSLEngine engine) {
                            return new SecureConnection(this, endPoint, engine);
                        }
                    };
            return (endPoint, about) -> {
                Connection connection = factory.newConnection(endPoint, about);
                if (connection instanceof SslConnection secure) {
                    HandshakeLimit.set(secure, getScheduler(), longestHandshake);
                }
                return connection;
            };
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            return new ShortReadEndPoint((SocketChannel) channel, selector, key, getScheduler());
        }
    }

    /**
     * Its end without a good-bye ({@code close_notify}) is an accident, from when an answer ends with it. Not before:
     * Jetty would leave those open that end so while they lie idle.
     */
    private static final class SecureConnection extends SslConnection {
        private volatile boolean endsAnAnswer;

        private SecureConnection(SslClientConnectionFactory by, EndPoint endPoint, SSLEngine engine) {
            super(
                    by.getByteBufferPool(),
                    by.getExecutor(),
                    by.getSslContextFactory(),
                    endPoint,
                    engine,
                    by.isDirectBuffersForEncryption(),
                    by.isDirectBuffersForDecryption());
        }

        @Override
        public boolean isRequireCloseMessage() {
            return endsAnAnswer;
        }
    }

    /** An answer ends with that connection: cut short by TLS's measure, it is no whole (RFC 9112, section 8). */
    static void endsAnAnswer(org.eclipse.jetty.client.@Nullable Connection connection) {
        if (connection instanceof Connection single
                && single.getEndPoint() instanceof SslConnection.SslEndPoint carrier
                && carrier.getSslConnection() instanceof SecureConnection secure) {
            secure.endsAnAnswer = true;
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
