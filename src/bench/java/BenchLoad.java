import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;

/**
 * The clients of the measurements, on one thread. Prints one line: calls, errors, pieces of streams (those of the
 * warming up too), and the 50th and 99th percentile in milliseconds of what was timed.
 *
 * <p>Arguments: {@code PORT paced CALLS_A_SECOND SECONDS} times whole calls sent at a fixed pace; {@code PORT streams
 * COUNT PIECES MILLIS TOTAL} keeps COUNT streams running and times how long each piece was on its way; {@code PORT large COUNT BYTES} times whole answers.
 */
final class BenchLoad {
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final Selector selector;
    private final InetSocketAddress target;
    private final Deque<Caller> idle = new ArrayDeque<>();
    /** One for all: what each reads is taken before the next reads. Thousands would keep the collector busy. */
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);

    private long[] times = new long[1 << 16];
    private int timed;
    private int done;
    private int errors;
    private long pieces;

    private BenchLoad(int port) throws IOException {
        this.selector = Selector.open();
        this.target = new InetSocketAddress("127.0.0.1", port);
    }

    public static void main(String[] arguments) throws IOException {
        BenchLoad load = new BenchLoad(Integer.parseInt(arguments[0]));
        int count = Integer.parseInt(arguments[2]);
        int second = Integer.parseInt(arguments[3]);
        switch (arguments[1]) {
            case "paced" -> {
                load.start(count * second, 1_000_000_000L / count, "/v1/plain");
                load.forgetTimes();
                load.start(count * second, 1_000_000_000L / count, "/v1/plain");
            }
            case "streams" -> {
                int millis = Integer.parseInt(arguments[4]);
                load.start(1000, 5_000_000, "/v1/stream/50/20");
                load.forgetTimes();
                load.start(
                        Integer.parseInt(arguments[5]),
                        second * millis * 1_000_000L / count,
                        "/v1/stream/" + second + "/" + millis);
            }
            case "large" -> load.start(count, 0, "/v1/large/" + second);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        load.report();
    }

    /** What came until now was for warming up. */
    private void forgetTimes() {
        timed = 0;
        done = 0;
    }

    /** Starts {@code count} calls, one each {@code every} nanoseconds, and waits for their ends. */
    private void start(int count, long every, String path) throws IOException {
        byte[] request = request(path);
        long begin = System.nanoTime();
        int started = 0;
        while (done + errors < count && System.nanoTime() - begin < PATIENCE_NANOS) {
            long now = System.nanoTime();
            while (started < count && begin + started * every <= now) {
                Caller caller = idle.isEmpty() ? new Caller() : idle.pop();
                caller.call(request, begin + started * every, path);
                started++;
            }
            selector.select(this::serve, started < count ? 1 : 100);
        }
        errors += count - done - errors;
    }

    private byte[] request(String path) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + target.getPort()
                + "\r\nAuthorization: Bearer sk-or-v1-0123456789abcdef0123456789abcdef"
                + "\r\nContent-Type: application/json\r\nContent-Length: " + BenchMessages.REQUEST.length() + "\r\n\r\n";
        return (head + BenchMessages.REQUEST).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void time(long nanos) {
        if (timed == times.length) {
            times = Arrays.copyOf(times, 2 * timed);
        }
        times[timed++] = nanos;
    }

    private void serve(SelectionKey key) {
        Caller caller = (Caller) key.attachment();
        try {
            if (key.isConnectable()) {
                caller.channel.finishConnect();
            }
            caller.go(key);
        } catch (IOException | RuntimeException e) {
            caller.fail(key);
        }
    }

    private void report() {
        long[] sorted = Arrays.copyOf(times, timed);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT, "calls %d errors %d pieces %d p50 %.2f p99 %.2f%n",
                done, errors, pieces, percentile(sorted, 0.5), percentile(sorted, 0.99));
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1) * share)] / 1e6;
    }

    private final class Caller {
        private final SocketChannel channel;
        private final StringBuilder events = new StringBuilder();
        private ByteBuffer out = ByteBuffer.allocate(0);
        private BenchAnswer answer = new BenchAnswer(this::body);
        private long began;
        private boolean streams;
        private boolean large;
        private int seen;
        private long bytes;

        Caller() throws IOException {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_CONNECT, this);
            channel.connect(target);
        }

        void call(byte[] request, long begins, String path) {
            out = ByteBuffer.wrap(request);
            began = begins;
            streams = path.startsWith("/v1/stream");
            large = path.startsWith("/v1/large");
            seen = 0;
            bytes = 0;
            answer = new BenchAnswer(this::body);
            SelectionKey key = channel.keyFor(selector);
            if (channel.isConnected()) {
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }

        void go(SelectionKey key) throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            for (int count = channel.read(in.clear()); count != 0; count = channel.read(in.clear())) {
                if (count < 0) {
                    throw new IOException("closed before the end");
                }
                if (answer.take(in.flip())) {
                    end();
                    return;
                }
            }
        }

        private void end() throws IOException {
            if (answer.status() != 200) {
                throw new IOException("status " + answer.status());
            }
            if (!streams) {
                time(System.nanoTime() - began);
            }
            done++;
            idle.push(this);
        }

        private void body(ByteBuffer piece) {
            long now = System.nanoTime();
            if (large) {
                for (; piece.hasRemaining(); bytes++) {
                    if (piece.get() != "0123456789abcdef".charAt((int) (bytes % 16))) {
                        throw new IllegalStateException("a byte is different");
                    }
                }
            }
            if (!streams) {
                return;
            }
            events.append(StandardCharsets.ISO_8859_1.decode(piece));
            while (events.length() >= BenchMessages.eventLength()) {
                String event = events.substring(0, BenchMessages.eventLength());
                events.delete(0, BenchMessages.eventLength());
                long sent = BenchMessages.sentNanos(event, seen++);
                if (sent < 0) {
                    throw new IllegalStateException("a byte is different");
                }
                time(now - sent);
                pieces++;
            }
        }

        void fail(SelectionKey key) {
            errors++;
            key.cancel();
            try {
                channel.close();
            } catch (IOException e) {
                // It is closed as far as we are concerned.
            }
        }
    }
}
