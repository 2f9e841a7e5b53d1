package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.exchange.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A response as it came over the wire.
 *
 * @param head every byte up to and with the empty line
 * @param headNanos {@link System#nanoTime()} when the head was whole
 * @param arrivals the body's content as it came
 * @param endNanos when the last byte, framing included, was there
 * @param complete whether the body's framing came to its end; false when the connection broke before
 * @param trailers what stands behind the last chunk, a line each
 */
public record RawResponse(
        byte[] head, long headNanos, List<Arrival> arrivals, long endNanos, boolean complete, List<String> trailers) {
    /** Content that one read returned, without framing. */
    public record Arrival(long nanos, byte[] bytes) {}

    public RawResponse {
        arrivals = List.copyOf(arrivals);
        trailers = List.copyOf(trailers);
    }

    public int status() {
        return Integer.parseInt(Wire.startLine(head).split(" ", 3)[1]);
    }

    public Headers headers() {
        return Wire.headers(head);
    }

    /** The value of a header that must be there. */
    public String header(String name) {
        return headers().first(name).orElseThrow(() -> new AssertionError("no " + name + " in " + headers()));
    }

    public byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        arrivals.forEach(arrival -> body.writeBytes(arrival.bytes()));
        return body.toByteArray();
    }

    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }
}
