package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.testing.RawResponse.Arrival;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
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

    /** One request on a connection of its own. */
    public static RawResponse call(int port, RawRequest request) throws IOException {
        try (RawClient client = connect(port)) {
            return client.call(request);
        }
    }

    public RawResponse call(RawRequest request) throws IOException {
        send(request.bytes());
        return receive();
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads one response to its end, or to where the connection broke. */
    public RawResponse receive() throws IOException {
        return receive(arrival -> {});
    }

    /** The same; {@code onArrival} sees each piece of the body while the response still comes. */
    public RawResponse receive(Consumer<Arrival> onArrival) throws IOException {
        byte[] head = receiveHead();
        long headNanos = System.nanoTime();
        List<Arrival> arrivals = new ArrayList<>();
        boolean complete = readBody(head, bytes -> {
            Arrival arrival = new Arrival(System.nanoTime(), bytes);
            arrivals.add(arrival);
            onArrival.accept(arrival);
        });
        return new RawResponse(head, headNanos, arrivals, System.nanoTime(), complete);
    }

    /** Only the head, with every byte up to and with the empty line; empty when the connection was closed instead. */
    public byte[] receiveHead() throws IOException {
        byte[] head = wire.readHead();
        boolean interim = head.length > 0 && Wire.startLine(head).contains(" 100 ");
        return interim ? wire.readHead() : head;
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

    private boolean readBody(byte[] head, Consumer<byte[]> pieces) {
        if (head.length == 0) {
            return false;
        }
        Headers headers = Wire.headers(head);
        try {
            if (headers.contains("Transfer-Encoding")) {
                wire.readChunks(pieces, new ByteArrayOutputStream());
            } else if (headers.contains("Content-Length")) {
                wire.readExactly(Long.parseLong(headers.first("Content-Length").orElse("0")), pieces);
            } else if (!Wire.startLine(head).matches(".* (204|304)( .*)?")) {
                wire.readUntilClosed(pieces);
            }
            return true;
        } catch (IOException brokeOff) {
            return false;
        }
    }
}
