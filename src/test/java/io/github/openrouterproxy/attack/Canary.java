package io.github.openrouterproxy.attack;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of the attacker's own, at the address from which the server sees the attacker: whoever connects to it was made
 * to. Any thread.
 */
final class Canary implements Closeable {
    private static final int PATIENCE_MILLIS = 4_000;
    private static final int LATE_MILLIS = 100;

    private final ServerSocket socket;
    private final AtomicInteger visits = new AtomicInteger();

    private Canary(ServerSocket socket) {
        this.socket = socket;
    }

    static Canary within(Target server) throws IOException {
        InetAddress seen;
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(server.address().getHost(), server.port()), PATIENCE_MILLIS);
            seen = probe.getLocalAddress();
        }
        Canary canary = new Canary(new ServerSocket(0, 50, seen));
        Thread listener = new Thread(canary::listen, "canary");
        listener.setDaemon(true);
        listener.start();
        return canary;
    }

    /** Host and port. */
    String authority() {
        String host = socket.getInetAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getLocalPort();
    }

    /** Whether somebody came during the request. */
    boolean sings(Attack.Request request) throws IOException {
        int before = visits.get();
        Target.Answer unused = request.send();
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return visits.get() > before;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket visitor = socket.accept()) {
                visits.incrementAndGet();
                visitor.getOutputStream()
                        .write("HTTP/1.1 204 \r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // closed, or the visitor has gone
            }
        }
    }
}
