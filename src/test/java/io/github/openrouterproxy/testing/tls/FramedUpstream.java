package io.github.openrouterproxy.testing.tls;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * An upstream of HTTP/2 behind TLS that does to each call what a test tells it, frame by frame (RFC 9113); told
 * nothing, it answers 200. It understands of a call only where it ends. One plain thread a connection; the methods
 * serve any thread.
 */
public final class FramedUpstream implements AutoCloseable {
    private static final int PREFACE = 24;
    private static final int FRAME_HEAD = 9;

    private final SSLServerSocket server;
    private final Queue<Act> next = new ConcurrentLinkedQueue<>();
    private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    /** What is done to a call when its last frame is in. */
    @FunctionalInterface
    public interface Act {
        void on(Frames connection, int stream) throws IOException;
    }

    private FramedUpstream(SSLServerSocket server) {
        this.server = server;
    }

    public static FramedUpstream start(TestCertificate certificate) throws Exception {
        SSLServerSocket server = (SSLServerSocket) Http2Front.tls(certificate)
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        server.setSSLParameters(parameters);
        FramedUpstream upstream = new FramedUpstream(server);
        thread("framed-upstream", upstream::acceptAll);
        return upstream;
    }

    /** What to set as {@code OPENAI_API_BASE}. */
    public URI base() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /** Does so to the next call; several wait in line. */
    public void next(Act act) {
        next.add(act);
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    /** How many of them are open. */
    public int openConnections() {
        return open.size();
    }

    /** How many calls came to their end so far. */
    public int calls() {
        return calls.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SSLSocket socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                thread("framed-upstream-" + number, () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Frames frames = new Frames(socket);
            in.readFully(new byte[PREFACE]);
            frames.settings();
            while (true) {
                read(in, frames);
            }
        } catch (IOException gone) {
            // a connection that ends is no more than that
        } finally {
            open.remove(socket);
        }
    }

    private void read(DataInputStream in, Frames frames) throws IOException {
        byte[] head = new byte[FRAME_HEAD];
        in.readFully(head);
        ByteBuffer fields = ByteBuffer.wrap(head);
        int type = fields.get(3);
        int flags = fields.get(4);
        int stream = fields.getInt(5) & Integer.MAX_VALUE;
        byte[] payload = new byte[fields.getInt(0) >>> 8];
        in.readFully(payload);
        if (type == Frames.SETTINGS && (flags & Frames.ACK) == 0) {
            frames.frame(Frames.SETTINGS, Frames.ACK, 0);
            return;
        }
        if (type == Frames.DATA) {
            frames.took(payload.length);
        }
        if ((type == Frames.HEADERS || type == Frames.DATA) && (flags & Frames.END_STREAM) != 0) {
            calls.incrementAndGet();
            Act act = next.poll();
            Act chosen = act == null ? (connection, call) -> connection.answer(call, "ok") : act;
            chosen.on(frames, stream);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
