package io.github.openrouterproxy.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of a request; the target and the headers go out as they are written here. */
public final class RawRequest {
    private final StringBuilder head = new StringBuilder();
    private byte[] body = new byte[0];

    private RawRequest(String method, String target) {
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: relay.test\r\n");
    }

    public static RawRequest of(String method, String target) {
        return new RawRequest(method, target);
    }

    public static RawRequest get(String target) {
        return of("GET", target);
    }

    public static RawRequest post(String target, String json) {
        return of("POST", target).header("Content-Type", "application/json").body(json);
    }

    public RawRequest header(String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
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
        body = framed.getBytes(StandardCharsets.UTF_8);
        return header("Transfer-Encoding", "chunked");
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
