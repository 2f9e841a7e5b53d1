package io.github.openrouterproxy.testing.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Speaks HTTP/2 behind TLS for an upstream that knows only HTTP/1.1: says the same of each call and each answer, header
 * by header and byte by byte, as far as one can be said in the other. Whole messages only; any thread.
 */
public final class Http2Front implements AutoCloseable {
    private static final String HTTP2 = "h2";

    private final SSLServerSocket server;
    private final int behind;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();

    private Http2Front(SSLServerSocket server, int behind) {
        this.server = server;
        this.behind = behind;
    }

    /** @param behind the port of the loopback interface that calls go on to */
    public static Http2Front start(TestCertificate certificate, int behind) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                tls(certificate).getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {HTTP2, "http/1.1"});
        server.setSSLParameters(parameters);
        Http2Front front = new Http2Front(server, behind);
        thread("http2-front", front::acceptAll);
        return front;
    }

    static SSLContext tls(TestCertificate certificate) throws Exception {
        char[] password = TestCertificate.PASSWORD.toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(certificate.keyStore())) {
            keys.load(file, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        return tls;
    }

    /** What to set as {@code OPENAI_API_BASE}. */
    public URI base() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/api/v1");
    }

    /** How many calls came in HTTP/2 so far. */
    public int calls() {
        return calls.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                open.add(socket);
                thread("http2-front-connection", () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Others than the relay, which ask for prices, speak HTTP/1.1 and are sent away. */
    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            if (HTTP2.equals(socket.getApplicationProtocol())) {
                new Http2Translator(socket, behind, calls::incrementAndGet).run();
            }
        } catch (IOException gone) {
            // a connection that ends is no more than that
        } finally {
            open.remove(socket);
        }
    }

    static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
