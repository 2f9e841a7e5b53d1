package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.testing.RawResponse.Arrival;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An HTTP client on a bare socket: sends the bytes it is told, and tells which bytes came when. One thread at a time.
 */
public final class RawClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final Wire wire;
    private final List<byte[]> interim = new ArrayList<>();

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.wire = new Wire(socket);
    }

    /** To a port of the loopback interface. */
    public static RawClient connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    /** Over a connection that was made elsewhere. */
    public static RawClient over(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    /** The same as {@link #connect}, by a client whose kernel takes little of what nobody reads. */
    public static RawClient connectNarrowly(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    /** From another address of the loopback interface, such as {@code 127.0.0.2}. */
    public static RawClient connectFrom(String address, int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    /** One request on a connection of its own. */
    public static RawResponse call(int port, RawRequest request) throws IOException {
        try (RawClient client = connect(port)) {
            return client.call(request);
        }
    }

    public RawResponse call(RawRequest request) throws IOException {
        send(request.bytes());
        return receiveAnswerTo(request.method());
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads one response to its end, or to where the connection broke. */
    public RawResponse receive() throws IOException {
        return receive(arrival -> {});
    }

    /** The same; an answer to {@code HEAD} has no body, whatever its head says. */
    public RawResponse receiveAnswerTo(String method) throws IOException {
        if (!method.equals("HEAD")) {
            return receive();
        }
        byte[] head = receiveHead();
        return new RawResponse(head, System.nanoTime(), List.of(), System.nanoTime(), head.length > 0, List.of());
    }

    /** The same; {@code onArrival} sees each piece of the body while the response still comes. */
    public RawResponse receive(Consumer<Arrival> onArrival) throws IOException {
        byte[] head = receiveHead();
        long headNanos = System.nanoTime();
        List<Arrival> arrivals = new ArrayList<>();
        List<String> trailers = new ArrayList<>();
        boolean complete = readBody(head, trailers, bytes -> {
            Arrival arrival = new Arrival(System.nanoTime(), bytes);
            arrivals.add(arrival);
            onArrival.accept(arrival);
        });
        return new RawResponse(head, headNanos, arrivals, System.nanoTime(), complete, trailers);
    }

    /** Only the head, with every byte up to and with the empty line; empty when the connection was closed instead. */
    public byte[] receiveHead() throws IOException {
        byte[] head = wire.readHead();
        while (head.length > 0 && Wire.startLine(head).matches("HTTP/1.1 1.*")) {
            interim.add(head);
            head = wire.readHead();
        }
        return head;
    }

    /** Reads the head of an interim answer, such as {@code 100 Continue}, and nothing after it. */
    public void receiveInterim() throws IOException {
        interim.add(wire.readHead());
    }

    /** The heads of the interim answers so far. */
    public List<byte[]> interim() {
        return List.copyOf(interim);
    }

    /** Whether the other side closes an idle connection within that time. */
    public boolean isClosedWithin(Duration wait) throws IOException {
        try {
            return wire.closesWithin(wait);
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Leaves without a good-bye (RST). */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean readBody(byte[] head, List<String> trailers, Consumer<byte[]> pieces) {
        if (head.length == 0) {
            return false;
        }
        Headers headers = Wire.headers(head);
        try {
            if (Wire.startLine(head).matches(".* (204|304)( .*)?")) {
                return true;
            } else if (headers.contains("Transfer-Encoding")) {
                trailers.addAll(wire.readChunks(pieces, new ByteArrayOutputStream()));
            } else if (headers.contains("Content-Length")) {
                wire.readExactly(Long.parseLong(headers.first("Content-Length").orElse("0")), pieces);
            } else {
                wire.readUntilClosed(pieces);
            }
            return true;
        } catch (IOException brokeOff) {
            return false;
        }
    }
}
