package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.exchange.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request as it came over the wire.
 *
 * @param head every byte up to and with the empty line
 * @param wireBody the body with its chunk framing, as it came
 * @param body its content, without framing
 * @param connection counts the server's connections from 1: the same number is the same connection
 */
public record SeenRequest(byte[] head, byte[] wireBody, byte[] body, int connection) {
    public String requestLine() {
        return Wire.startLine(head);
    }

    public String method() {
        return requestLine().substring(0, requestLine().indexOf(' '));
    }

    /** Path and query, byte for byte. */
    public String target() {
        return requestLine()
                .substring(requestLine().indexOf(' ') + 1, requestLine().lastIndexOf(' '));
    }

    /** The target without its query. */
    public String path() {
        int query = target().indexOf('?');
        return query < 0 ? target() : target().substring(0, query);
    }

    public Headers headers() {
        return Wire.headers(head);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the body is JSON that asks for a stream. */
    public boolean asksForStream() {
        return text().replaceAll("\\s", "").contains("\"stream\":true");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenRequest that
                && connection == that.connection
                && Arrays.equals(head, that.head)
                && Arrays.equals(wireBody, that.wireBody);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(head);
    }

    @Override
    public String toString() {
        return requestLine() + " (" + body.length + " bytes)";
    }
}
