import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The upstream of the measurements, on one thread. The path says what it answers: {@code /v1/plain}, {@code
 * /v1/stream/PIECES/MILLIS} (each piece bears the nanosecond at which it left) and {@code /v1/large/BYTES}.
 *
 * <p>Argument: the port on 127.0.0.1.
 */
final class BenchUpstream {
    private static final byte[] FILL = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 4 * 1024;

    private final Selector selector;
    private final PriorityQueue<Peer> due = new PriorityQueue<>(Comparator.comparingLong(peer -> peer.nextNanos));

    private BenchUpstream(Selector selector) {
        this.selector = selector;
    }

    public static void main(String[] arguments) throws IOException {
        ServerSocketChannel door = ServerSocketChannel.open();
        door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 8192);
        door.configureBlocking(false);
        Selector selector = Selector.open();
        door.register(selector, SelectionKey.OP_ACCEPT);
        new BenchUpstream(selector).run(door);
    }

    private void run(ServerSocketChannel door) throws IOException {
        while (true) {
            selector.select(this::serve, untilDue());
            SocketChannel next = door.accept();
            while (next != null) {
                next.configureBlocking(false);
                next.setOption(StandardSocketOptions.TCP_NODELAY, true);
                next.register(selector, SelectionKey.OP_READ, new Peer(next));
                next = door.accept();
            }
            sendWhatIsDue();
        }
    }

    private long untilDue() {
        Peer first = due.peek();
        return first == null ? 1000 : Math.max(1, (first.nextNanos - System.nanoTime()) / 1_000_000);
    }

    private void serve(SelectionKey key) {
        if (!(key.attachment() instanceof Peer peer)) {
            return;
        }
        try {
            if (key.isWritable()) {
                peer.write(key);
            }
            if (key.isValid() && key.isReadable()) {
                peer.read(key);
            }
        } catch (IOException e) {
            close(peer, key);
        }
    }

    private void sendWhatIsDue() {
        long now = System.nanoTime();
        for (Peer first = due.peek(); first != null && first.nextNanos <= now; first = due.peek()) {
            due.remove();
            SelectionKey key = first.channel.keyFor(selector);
            try {
                if (key != null && key.isValid()) {
                    first.piece(key);
                }
            } catch (IOException e) {
                close(first, key);
            }
        }
    }

    private void close(Peer peer, SelectionKey key) {
        key.cancel();
        due.remove(peer);
        try {
            peer.channel.close();
        } catch (IOException e) {
            // It is closed as far as we are concerned.
        }
    }

    private final class Peer {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(HEAD_BYTES);
        private ByteBuffer out = ByteBuffer.allocate(0);
        private long bodyLeft = -1;
        private String path = "";
        private long nextNanos;
        private long intervalNanos;
        private int piece;
        private int pieces;
        private long fillLeft;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        void read(SelectionKey key) throws IOException {
            int count = channel.read(in);
            if (count < 0) {
                throw new IOException("closed");
            }
            if (bodyLeft < 0) {
                readHead();
            }
            if (bodyLeft >= 0) {
                int taken = (int) Math.min(bodyLeft, in.position());
                bodyLeft -= taken;
                in.flip().position(taken);
                in.compact();
                if (bodyLeft == 0) {
                    bodyLeft = -1;
                    answer(key);
                }
            }
        }

        private void readHead() throws IOException {
            String seen = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
            int end = seen.indexOf("\r\n\r\n");
            if (end < 0) {
                return;
            }
            path = seen.substring(seen.indexOf(' ') + 1, seen.indexOf(' ', seen.indexOf(' ') + 1));
            int length = seen.toLowerCase(java.util.Locale.ROOT).indexOf("\r\ncontent-length:");
            bodyLeft = length < 0 || length > end
                    ? 0
                    : Long.parseLong(seen.substring(length + 17, seen.indexOf("\r\n", length + 2)).strip());
            in.flip().position(end + 4);
            in.compact();
        }

        private void answer(SelectionKey key) throws IOException {
            String[] words = path.substring(1).split("/");
            switch (words[1]) {
                case "stream" -> {
                    pieces = Integer.parseInt(words[2]);
                    intervalNanos = Long.parseLong(words[3]) * 1_000_000;
                    piece = 0;
                    send(key, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    nextNanos = System.nanoTime() + intervalNanos;
                    due.add(this);
                }
                case "large" -> {
                    fillLeft = Long.parseLong(words[2]);
                    send(key, "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + fillLeft
                            + "\r\n\r\n");
                }
                default -> {
                    String body = BenchMessages.ANSWER;
                    send(key, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body);
                }
            }
        }

        void piece(SelectionKey key) throws IOException {
            String event = BenchMessages.event(piece++, System.nanoTime());
            String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
            send(key, piece < pieces ? chunk : chunk + "0\r\n\r\n");
            nextNanos += intervalNanos;
            if (piece < pieces) {
                due.add(this);
            }
        }

        private void send(SelectionKey key, String text) throws IOException {
            byte[] more = text.getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer joined = ByteBuffer.allocate(out.remaining() + more.length);
            out = joined.put(out).put(more).flip();
            write(key);
        }

        void write(SelectionKey key) throws IOException {
            while (true) {
                channel.write(out);
                if (out.hasRemaining() || fillLeft == 0) {
                    break;
                }
                int next = (int) Math.min(fillLeft, FILL.length);
                out = ByteBuffer.wrap(FILL, 0, next);
                fillLeft -= next;
            }
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }
}
