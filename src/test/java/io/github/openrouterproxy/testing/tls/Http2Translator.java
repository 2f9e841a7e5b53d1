package io.github.openrouterproxy.testing.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** One connection of {@link Http2Front}. Its thread reads; each call has one of its own that answers. */
final class Http2Translator {
    private static final int PREFACE = 24;
    private static final int FRAME_HEAD = 9;
    private static final int LONGEST_HEAD = 128 * 1024;
    private static final int INITIAL_WINDOW_SIZE = 4;
    /** They concern one connection, and HTTP/2 forbids them (RFC 9113, section 8.2.2). */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

    private final DataInputStream in;
    private final Frames out;
    private final int behind;
    private final Runnable whenCalled;
    private final HpackDecoder decoder = new HpackDecoder(LONGEST_HEAD, System::nanoTime);
    private final Map<Integer, Call> calls = new HashMap<>();
    private final Windows windows = new Windows();

    Http2Translator(Socket socket, int behind, Runnable whenCalled) throws IOException {
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new Frames(socket);
        this.behind = behind;
        this.whenCalled = whenCalled;
    }

    void run() throws IOException {
        in.readFully(new byte[PREFACE]);
        out.settings();
        while (true) {
            readFrame();
        }
    }

    private void readFrame() throws IOException {
        byte[] head = new byte[FRAME_HEAD];
        in.readFully(head);
        ByteBuffer fields = ByteBuffer.wrap(head);
        int type = fields.get(3);
        int flags = fields.get(4);
        int stream = fields.getInt(5) & Integer.MAX_VALUE;
        byte[] payload = new byte[fields.getInt(0) >>> 8];
        in.readFully(payload);
        if (type == Frames.SETTINGS && (flags & Frames.ACK) == 0) {
            read(ByteBuffer.wrap(payload));
            out.frame(Frames.SETTINGS, Frames.ACK, 0);
        } else if (type == Frames.WINDOW_UPDATE) {
            windows.opened(stream, ByteBuffer.wrap(payload).getInt());
        } else if (type == Frames.HEADERS || type == Frames.CONTINUATION) {
            Call call = calls.computeIfAbsent(stream, Call::new);
            call.bare |= (flags & Frames.END_STREAM) != 0 && type == Frames.HEADERS;
            call.block.writeBytes(payload);
            if ((flags & Frames.END_HEADERS) != 0 && call.understood() && call.bare) {
                ended(call);
            }
        } else if (type == Frames.DATA) {
            Call call = calls.computeIfAbsent(stream, Call::new);
            call.body.writeBytes(payload);
            out.took(payload.length);
            out.windowUpdate(stream, Math.max(1, payload.length));
            if ((flags & Frames.END_STREAM) != 0) {
                ended(call);
            }
        }
    }

    private void read(ByteBuffer settings) {
        while (settings.hasRemaining()) {
            if (settings.getShort() == INITIAL_WINDOW_SIZE) {
                windows.initially(settings.getInt());
            } else {
                settings.getInt();
            }
        }
    }

    private void ended(Call call) {
        calls.remove(call.stream);
        whenCalled.run();
        Http2Front.thread("http2-front-call", () -> {
            try {
                answer(call);
            } catch (IOException | InterruptedException gone) {
                // the client will miss the answer
            }
        });
    }

    private void answer(Call call) throws IOException, InterruptedException {
        RawResponse answer;
        try (RawClient client = RawClient.connect(behind)) {
            client.send(call.inHttp1());
            answer = client.receiveAnswerTo(call.method);
        }
        byte[] body = answer.body();
        boolean chunked = answer.headers().contains("Transfer-Encoding");
        boolean bare = body.length == 0 && !chunked && answer.trailers().isEmpty();
        out.head(call.stream, answer.status(), bare || call.method.equals("HEAD"), lines(answer));
        if (bare || call.method.equals("HEAD")) {
            return;
        }
        int sent = 0;
        while (sent < body.length) {
            int next = Math.min(Frames.MOST_IN_A_FRAME, body.length - sent);
            windows.take(call.stream, next);
            out.frame(Frames.DATA, 0, call.stream, Arrays.copyOfRange(body, sent, sent + next));
            sent += next;
        }
        if (!answer.complete()) {
            out.reset(call.stream, 2);
        } else if (answer.trailers().isEmpty()) {
            out.frame(Frames.DATA, Frames.END_STREAM, call.stream);
        } else {
            out.trailers(
                    call.stream,
                    answer.trailers().stream()
                            .flatMap(line -> Stream.of(line.split(": ?", 2)))
                            .map(word -> word.toLowerCase(Locale.ROOT))
                            .toArray(String[]::new));
        }
    }

    private static String[] lines(RawResponse answer) {
        Set<String> dropped = new TreeSet<>(OF_THE_CONNECTION);
        answer.headers()
                .all("Connection")
                .forEach(line -> dropped.addAll(Arrays.asList(
                        line.toLowerCase(Locale.ROOT).replace(" ", "").split(",", -1))));
        List<String> lines = new ArrayList<>();
        for (Header header : answer.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!dropped.contains(name)) {
                lines.add(name);
                lines.add(header.value());
            }
        }
        return lines.toArray(String[]::new);
    }

    /** What comes of one call. */
    private final class Call {
        private final int stream;
        private final ByteArrayOutputStream block = new ByteArrayOutputStream();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final StringBuilder head = new StringBuilder();
        private boolean bare;
        private boolean measured;
        private String method = "";

        private Call(int stream) {
            this.stream = stream;
        }

        private boolean understood() {
            try {
                MetaData.Request request = (MetaData.Request) decoder.decode(ByteBuffer.wrap(block.toByteArray()));
                method = request.getMethod();
                head.append(method)
                        .append(' ')
                        .append(request.getHttpURI().getPathQuery())
                        .append(" HTTP/1.1\r\nHost: ")
                        .append(request.getHttpURI().getAuthority())
                        .append("\r\n");
                for (HttpField field : request.getHttpFields()) {
                    measured |= field.getName().equalsIgnoreCase("Content-Length");
                    head.append(field.getName())
                            .append(": ")
                            .append(field.getValue() == null ? "" : field.getValue())
                            .append("\r\n");
                }
                return true;
            } catch (HpackException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }

        private byte[] inHttp1() {
            boolean chunked = !bare && !measured;
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes((head + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n")).getBytes(ISO_8859_1));
            if (!chunked) {
                message.writeBytes(body.toByteArray());
            } else {
                if (body.size() > 0) {
                    message.writeBytes((Integer.toHexString(body.size()) + "\r\n").getBytes(ISO_8859_1));
                    message.writeBytes(body.toByteArray());
                    message.writeBytes("\r\n".getBytes(ISO_8859_1));
                }
                message.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
            }
            return message.toByteArray();
        }
    }

    /** How much the other side takes. */
    private static final class Windows {
        private static final int WHOLE = 0;
        private static final int USUAL = 65_535;

        private final Map<Integer, Long> used = new HashMap<>();
        private long initial = USUAL;

        private synchronized void initially(long bytes) {
            initial = bytes;
            notifyAll();
        }

        private synchronized void opened(int stream, int bytes) {
            used.merge(stream, (long) -bytes, Long::sum);
            notifyAll();
        }

        private synchronized void take(int stream, int bytes) throws InterruptedException {
            while (used.getOrDefault(WHOLE, 0L) + bytes > USUAL || used.getOrDefault(stream, 0L) + bytes > initial) {
                wait();
            }
            used.merge(WHOLE, (long) bytes, Long::sum);
            used.merge(stream, (long) bytes, Long::sum);
        }
    }
}
