package io.github.openrouterproxy.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A scripted answer of {@link FakeUpstream}: a head, then pieces, pauses and accidents in the order they are named.
 * Immutable once handed over.
 */
public final class Reply {
    private enum Framing {
        LENGTH,
        CHUNKED,
        /** The bytes speak for themselves. */
        OWN,
        NONE
    }

    private final List<String> headLines = new ArrayList<>();
    private final List<Step> body = new ArrayList<>();
    private Framing framing = Framing.LENGTH;
    private long declaredLength = -1;
    private Duration delay = Duration.ZERO;

    private Reply(String statusLine) {
        headLines.add(statusLine);
    }

    public static Reply status(int status) {
        return new Reply("HTTP/1.1 " + status + " Fake");
    }

    public static Reply json(int status, String body) {
        return status(status).header("Content-Type", "application/json").piece(body);
    }

    /** The head of a stream of events, chunked; pieces are to follow. */
    public static Reply events() {
        return status(200).header("Content-Type", "text/event-stream").chunked();
    }

    /** No head but these bytes, and no framing. */
    public static Reply raw(byte[] bytes) {
        Reply reply = new Reply("");
        reply.headLines.clear();
        reply.framing = Framing.NONE;
        return reply.bytes(bytes);
    }

    /** The same, and the connection stays open. */
    public static Reply exactly(byte[] bytes) {
        Reply reply = raw(bytes);
        reply.framing = Framing.OWN;
        return reply;
    }

    /** Says nothing at all, ever. */
    public static Reply silence() {
        return raw(new byte[0]).stall();
    }

    public Reply header(String name, String value) {
        headLines.add(name + ": " + value);
        return this;
    }

    /** Each piece becomes a chunk. */
    public Reply chunked() {
        framing = Framing.CHUNKED;
        return this;
    }

    /** Neither length nor chunks: the body ends when the connection does. */
    public Reply untilClose() {
        framing = Framing.NONE;
        return this;
    }

    /** A Content-Length of {@code length}, whatever the pieces add up to. */
    public Reply declaring(long length) {
        framing = Framing.LENGTH;
        declaredLength = length;
        return this;
    }

    /** Waits before the head. */
    public Reply after(Duration wait) {
        delay = wait;
        return this;
    }

    public Reply piece(String text) {
        return piece(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One piece of the body, flushed at once; a chunk of its own when the answer is chunked. */
    public Reply piece(byte[] bytes) {
        return framing == Framing.CHUNKED ? bytes(chunk(bytes)) : bytes(bytes);
    }

    /** One chunk whose content is made at the moment when it is sent. */
    public Reply lateChunk(Supplier<String> content) {
        body.add(new Step.Late(() -> chunk(content.get().getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** These bytes as they are, without framing. */
    public Reply bytes(byte[] bytes) {
        body.add(new Step.Send(bytes.clone()));
        return this;
    }

    public Reply pause(Duration duration) {
        body.add(new Step.Pause(duration));
        return this;
    }

    /** Goes on when the test opens the gate. */
    public Reply await(CountDownLatch gate) {
        body.add(new Step.Await(gate));
        return this;
    }

    /** Silent until the client goes. */
    public Reply stall() {
        body.add(new Step.Stall());
        return this;
    }

    /** Breaks the connection (RST). */
    public Reply reset() {
        body.add(new Step.Reset());
        return this;
    }

    /** Closes the connection in order (FIN), finished or not. */
    public Reply close() {
        body.add(new Step.Close());
        return this;
    }

    List<Step> steps(boolean withBody) {
        List<Step> steps = new ArrayList<>();
        if (!delay.isZero()) {
            steps.add(new Step.Pause(delay));
        }
        if (!headLines.isEmpty()) {
            steps.add(new Step.Send(head()));
        }
        if (withBody) {
            steps.addAll(body);
            if (framing == Framing.CHUNKED) {
                steps.add(new Step.Send(ascii("0\r\n\r\n")));
            }
        }
        if (framing == Framing.NONE) {
            steps.add(new Step.Close());
        }
        return steps;
    }

    private byte[] head() {
        List<String> lines = new ArrayList<>(headLines);
        if (framing == Framing.CHUNKED) {
            lines.add("Transfer-Encoding: chunked");
        } else if (framing == Framing.LENGTH) {
            lines.add("Content-Length: " + (declaredLength >= 0 ? declaredLength : bodyLength()));
        }
        return ascii(String.join("\r\n", lines) + "\r\n\r\n");
    }

    private long bodyLength() {
        long length = 0;
        for (Step step : body) {
            length += step instanceof Step.Send send ? send.bytes().length : 0;
        }
        return length;
    }

    static byte[] chunk(byte[] content) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(ascii(Integer.toHexString(content.length) + "\r\n"));
        chunk.writeBytes(content);
        chunk.writeBytes(ascii("\r\n"));
        return chunk.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
