package io.github.openrouterproxy.testing.tls;

import io.github.openrouterproxy.testing.SeenRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A corporate proxy that asks for a name and a password; tunnels to loopback ports only. Any thread. */
public final class FakeProxy implements AutoCloseable {
    private static final String DENIED =
            "HTTP/1.1 407 Denied\r\nProxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 0\r\n\r\n";

    private final ServerSocket server;
    private final String expected;
    private final List<SeenRequest> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int hungUpOn = Integer.MAX_VALUE;
    private volatile int deniedWith;

    private FakeProxy(ServerSocket server, String expected) {
        this.server = server;
        this.expected = expected;
    }

    public static FakeProxy start(String user, String password) throws IOException {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        FakeProxy proxy = new FakeProxy(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                "Basic " + Base64.getEncoder().encodeToString(pair));
        thread(proxy::accept);
        return proxy;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Every head that came, oldest first. */
    public List<SeenRequest> requests() {
        return List.copyOf(seen);
    }

    /** Closes every so manieth connection once its head is there. */
    public void hangUpOnEvery(int nth) {
        hungUpOn = nth;
    }

    /** Answers every {@code CONNECT} so. */
    public void denyTunnelsWith(int status) {
        deniedWith = status;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                thread(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            byte[] head = readHead(client.getInputStream());
            SeenRequest request = new SeenRequest(head, new byte[0], new byte[0], 0);
            seen.add(request);
            if (connections.incrementAndGet() % hungUpOn == 0) {
                return;
            }
            OutputStream out = client.getOutputStream();
            String given = request.headers().first("Proxy-Authorization").orElse("");
            if (!given.equals(expected)) {
                out.write(DENIED.getBytes(StandardCharsets.US_ASCII));
            } else if (request.method().equals("CONNECT") && deniedWith > 0) {
                out.write(("HTTP/1.1 " + deniedWith + " No\r\nContent-Length: 2\r\n\r\nno")
                        .getBytes(StandardCharsets.US_ASCII));
            } else if (request.method().equals("CONNECT")) {
                tunnel(client, Integer.parseInt(request.target().split(":", 2)[1]));
            } else {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nvia proxy".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // nobody is left to tell
        }
    }

    private static void tunnel(Socket client, int port) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            thread(() -> pass(client, target));
            pass(target, client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // one end of the tunnel has closed
        }
    }

    private static byte[] readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no head came");
            }
            head.append((char) b);
        }
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "fake-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
