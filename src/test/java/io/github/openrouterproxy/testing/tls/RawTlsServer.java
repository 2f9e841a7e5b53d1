package io.github.openrouterproxy.testing.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Says the same bytes to everybody behind TLS, and closes the connection. Any thread. */
public final class RawTlsServer implements AutoCloseable {
    private final ServerSocket server;
    private final SSLContext tls;
    private final byte[] answer;

    private RawTlsServer(ServerSocket server, SSLContext tls, byte[] answer) {
        this.server = server;
        this.tls = tls;
        this.answer = answer;
    }

    public static RawTlsServer start(TestCertificate certificate, String answer)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(certificate.keyStore().toFile(), TestCertificate.PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, TestCertificate.PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        RawTlsServer started = new RawTlsServer(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                tls,
                answer.getBytes(StandardCharsets.ISO_8859_1));
        Thread acceptor = new Thread(started::accept, "raw-tls");
        acceptor.setDaemon(true);
        acceptor.start();
        return started;
    }

    public URI base() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/api/v1");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                serve(client);
            } catch (IOException gone) {
                // closed, or the client has gone
            }
        }
    }

    private void serve(Socket client) throws IOException {
        SSLSocket secure =
                (SSLSocket) tls.getSocketFactory().createSocket(client, "127.0.0.1", client.getPort(), false);
        secure.setUseClientMode(false);
        readHead(secure.getInputStream());
        secure.getOutputStream().write(answer);
        secure.getOutputStream().flush();
        secure.close();
    }

    private static void readHead(InputStream in) throws IOException {
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            last = last << 8 | b;
            if (last == 0x0D0A0D0A) {
                return;
            }
        }
    }
}
