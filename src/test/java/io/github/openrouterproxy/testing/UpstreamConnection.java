package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.exchange.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection of {@link FakeUpstream}; confined to that connection's thread. */
final class UpstreamConnection {
    /** Where a connection asks what to do, and tells what came. */
    interface Script {
        /** An answer to give before the body is read, null for none. */
        @Nullable
        Reply early();

        void note(SeenRequest request);

        Reply answer(SeenRequest request);
    }

    private static final Duration WATCH = Duration.ofMillis(10);

    private final Socket socket;
    private final int number;
    private final Script script;
    private final Wire wire;
    private @Nullable SeenRequest abandoned;

    UpstreamConnection(Socket socket, int number, Script script) throws IOException {
        this.socket = socket;
        this.number = number;
        this.script = script;
        this.wire = new Wire(socket);
    }

    /** The call whose client went before the answer had ended, if that is how the connection ended. */
    @Nullable
    SeenRequest abandoned() {
        return abandoned;
    }

    /** @return whether another request may come on this connection */
    boolean serveOne() throws IOException {
        byte[] head = wire.readHead();
        if (head.length == 0) {
            return false;
        }
        SeenRequest bare = new SeenRequest(head, new byte[0], new byte[0], number);
        try {
            return serve(bare);
        } catch (IOException clientWent) {
            abandoned = abandoned == null ? bare : abandoned;
            return false;
        }
    }

    private boolean serve(SeenRequest bare) throws IOException {
        if ("100-continue".equalsIgnoreCase(bare.headers().first("Expect").orElse(""))) {
            send("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        Reply early = script.early();
        if (early != null) {
            script.note(bare);
            play(bare, early);
            return false;
        }
        SeenRequest request = withBody(bare);
        script.note(request);
        return play(request, script.answer(request)) && keepsOpen(request);
    }

    private SeenRequest withBody(SeenRequest bare) throws IOException {
        Headers headers = bare.headers();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.contains("Transfer-Encoding")) {
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            wire.readChunks(body::writeBytes, framed);
            return new SeenRequest(bare.head(), framed.toByteArray(), body.toByteArray(), number);
        }
        long length = Long.parseLong(headers.first("Content-Length").orElse("0"));
        wire.readExactly(length, body::writeBytes);
        return new SeenRequest(bare.head(), body.toByteArray(), body.toByteArray(), number);
    }

    private static boolean keepsOpen(SeenRequest request) {
        return !"close".equalsIgnoreCase(request.headers().first("Connection").orElse(""));
    }

    /** @return whether the answer came to its end with the connection still open */
    private boolean play(SeenRequest request, Reply reply) throws IOException {
        try {
            for (Step step : reply.steps(!request.method().equals("HEAD"))) {
                if (!perform(step)) {
                    return false;
                }
            }
        } catch (IOException clientWent) {
            abandoned = request;
            throw clientWent;
        }
        return true;
    }

    /** @return whether the connection is still open afterwards */
    private boolean perform(Step step) throws IOException {
        if (step instanceof Step.Send send) {
            send(send.bytes());
        } else if (step instanceof Step.Late late) {
            send(late.bytes().get());
        } else if (step instanceof Step.Pause pause) {
            watch(pause.duration());
        } else if (step instanceof Step.Await await) {
            while (await.gate().getCount() > 0) {
                watch(WATCH);
            }
        } else if (step instanceof Step.Stall) {
            while (true) {
                watch(WATCH);
            }
        } else {
            if (step instanceof Step.Reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
            return false;
        }
        return true;
    }

    private void watch(Duration duration) throws IOException {
        if (wire.closesWithin(duration)) {
            throw new IOException("the client closed the connection");
        }
    }

    private void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }
}
