package io.github.openrouterproxy.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds the bytes of a request; the target and the headers go out as they are written here. */
public final class RawRequest {
    private final String method;
    private final StringBuilder head = new StringBuilder();
    private byte[] body = new byte[0];

    private RawRequest(String method, String requestLine) {
        this(method, requestLine, "relay.localhost");
    }

    private RawRequest(String method, String requestLine, String host) {
        this.method = method;
        head.append(requestLine).append("\r\nHost: ").append(host).append("\r\n");
    }

    public static RawRequest of(String method, String target) {
        return new RawRequest(method, method + ' ' + target + " HTTP/1.1");
    }

    /** From a client of the elder kind. */
    public static RawRequest http10(String method, String target) {
        return new RawRequest(method, method + ' ' + target + " HTTP/1.0");
    }

    public static RawRequest get(String target) {
        return of("GET", target);
    }

    /** From a client that calls the server by that name. */
    public static RawRequest getFrom(String host, String target) {
        return new RawRequest("GET", "GET " + target + " HTTP/1.1", host);
    }

    public static RawRequest post(String target, String json) {
        return of("POST", target).header("Content-Type", "application/json").body(json);
    }

    public String method() {
        return method;
    }

    public RawRequest header(String name, String value) {
        return line(name + ": " + value);
    }

    /** A line of the head, as it is. */
    public RawRequest line(String line) {
        head.append(line).append("\r\n");
        return this;
    }

    public RawRequest bearer(String key) {
        return header("Authorization", "Bearer " + key);
    }

    /** Sets the body and its Content-Length. */
    public RawRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets the body and its Content-Length. */
    public RawRequest body(byte[] bytes) {
        body = bytes.clone();
        return header("Content-Length", String.valueOf(bytes.length));
    }

    /** Sets a body with these bytes on the wire, chunk framing and all. */
    public RawRequest chunked(String framed) {
        return chunked(framed.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for any bytes. */
    public RawRequest chunked(byte[] framed) {
        body = framed.clone();
        return header("Transfer-Encoding", "chunked");
    }

    /** Sets a body in chunks of {@code size}, the last of what is left. */
    public RawRequest inChunks(byte[] content, int size) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (int at = 0; at < content.length; at += size) {
            framed.writeBytes(Reply.chunk(Arrays.copyOfRange(content, at, Math.min(at + size, content.length))));
        }
        framed.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return chunked(framed.toByteArray());
    }

    public byte[] bodyBytes() {
        return body.clone();
    }

    public byte[] headBytes() {
        return (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(headBytes());
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
