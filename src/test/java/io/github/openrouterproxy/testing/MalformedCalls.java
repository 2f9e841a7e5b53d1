package io.github.openrouterproxy.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests that no proxy may pass on, as bytes: a table to add to. */
public final class MalformedCalls {
    /**
     * One of them.
     *
     * @param name what is wrong with it
     * @param status what the relay says to it; 0 where the client's HTTP has no status
     */
    public record MalformedCall(String name, int status, byte[] bytes) {
        /** What a Tomcat says that does not have our error valve. */
        public int statusElsewhere() {
            boolean coding = name.endsWith("coding") || name.startsWith("identity");
            return coding ? 501 : status == 431 ? 400 : status;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: relay.test\r\n";
    private static final String GET = "GET /v1/models HTTP/1.1\r\nHost: relay.test\r\n";
    private static final String HIDDEN = "GET /v1/hidden HTTP/1.1\r\nHost: relay.test\r\n\r\n";
    private static final String NOTHING_MORE = "0\r\n\r\n";

    private final List<MalformedCall> calls = new ArrayList<>();

    private MalformedCalls() {}

    /** The framing of the body says two things, or nothing that can be trusted. */
    public static List<MalformedCall> smuggling() {
        MalformedCalls table = new MalformedCalls();
        table.posting("length beside chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked", NOTHING_MORE);
        table.posting("chunks beside length", "Transfer-Encoding: chunked\r\nContent-Length: 5", NOTHING_MORE);
        table.posting(
                "chunks and a length in odd case", "TRANSFER-encoding: CHUNKED\r\ncontent-LENGTH: 5", NOTHING_MORE);
        table.posting(
                "chunks beside a length of zero", "Content-Length: 0\r\nTransfer-Encoding: chunked", NOTHING_MORE);
        table.posting("two lengths", "Content-Length: 2\r\nContent-Length: 5", "{}");
        table.posting("one length twice", "Content-Length: 2\r\nContent-Length: 2", "{}");
        table.posting("a list of lengths", "Content-Length: 2, 2", "{}");
        table.posting("a negative length", "Content-Length: -1", "{}");
        table.posting("a length with a sign", "Content-Length: +2", "{}");
        table.posting("a length in hexadecimal", "Content-Length: 0x2", "{}");
        table.posting("a length past every number", "Content-Length: 99999999999999999999", "{}");
        table.posting("a length with a fraction", "Content-Length: 2.0", "{}");
        table.posting("a length with a space inside", "Content-Length: 1 0", "{}");
        table.posting("an empty length", "Content-Length: ", "{}");
        table.posting("chunks that are not last", "Transfer-Encoding: chunked, identity", NOTHING_MORE);
        table.posting("chunks twice", "Transfer-Encoding: chunked, chunked", NOTHING_MORE);
        table.posting("chunks in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", NOTHING_MORE);
        table.posting("identity before chunks", "Transfer-Encoding: identity, chunked", NOTHING_MORE);
        table.posting("an unknown coding", "Transfer-Encoding: xchunked", NOTHING_MORE);
        table.posting("a coding that only looks like chunks", "Transfer-Encoding: \u000bchunked", NOTHING_MORE);
        table.posting("a quoted coding", "Transfer-Encoding: \"chunked\"", NOTHING_MORE);
        table.posting("a coding with a parameter", "Transfer-Encoding: chunked;q=1", NOTHING_MORE);
        table.posting("an empty coding", "Transfer-Encoding: \r\nContent-Length: 2", "{}");
        table.posting("a space before the colon", "Transfer-Encoding : chunked", NOTHING_MORE);
        table.posting("a space before the colon of a length", "Content-Length : 2", "{}");
        table.posting("a tab before the colon", "Transfer-Encoding\t: chunked", NOTHING_MORE);
        table.add(
                "chunks in HTTP/1.0 beside a length",
                400,
                "POST /v1/x HTTP/1.0\r\nContent-Length: 5\r\n" + "Transfer-Encoding: chunked\r\n\r\n" + NOTHING_MORE);
        return table.withHidden();
    }

    /** The body does not keep to its framing from its first chunk on. */
    public static List<MalformedCall> chunks() {
        MalformedCalls table = new MalformedCalls();
        String chunked = "Transfer-Encoding: chunked";
        table.posting("a size that is no number", chunked, "zz\r\n{}\r\n0\r\n\r\n");
        table.posting("a negative size", chunked, "-2\r\n{}\r\n0\r\n\r\n");
        table.posting("a size with a prefix", chunked, "0x2\r\n{}\r\n0\r\n\r\n");
        table.posting("a size past every number", chunked, "fffffffffffffffff\r\n{}\r\n0\r\n\r\n");
        table.posting("a size that overflows", chunked, "100000002\r\n{}\r\n0\r\n\r\n");
        table.posting("an empty size", chunked, "\r\n{}\r\n0\r\n\r\n");
        table.posting("a size with a space before it", chunked, " 2\r\n{}\r\n0\r\n\r\n");
        table.posting("a size ended by a bare line feed", chunked, "2\n{}\r\n0\r\n\r\n");
        table.posting("a size ended by a bare carriage return", chunked, "2\r{}\r\n0\r\n\r\n");
        table.posting("an extension with a bare line feed", chunked, "2;a=b\n{}\r\n0\r\n\r\n");
        table.posting("an extension without an end", chunked, "2;" + "a".repeat(20_000) + "\r\n{}\r\n0\r\n\r\n");
        return table.withHidden();
    }

    /** The body breaks its framing after a good chunk, which is on its way by then. */
    public static List<MalformedCall> laterChunks() {
        MalformedCalls table = new MalformedCalls();
        String chunked = "Transfer-Encoding: chunked";
        table.posting("content longer than its size", chunked, "2\r\n{}}\r\n0\r\n\r\n");
        table.posting("content without an end of line", chunked, "2\r\n{}0\r\n\r\n");
        table.posting("content ended by a bare line feed", chunked, "2\r\n{}\n0\r\n\r\n");
        table.posting("a last size ended by a bare line feed", chunked, "2\r\n{}\r\n0\n\r\n");
        table.posting("an end that is a bare line feed", chunked, "2\r\n{}\r\n0\r\n\n");
        table.posting("a trailer ended by a bare line feed", chunked, "2\r\n{}\r\n0\r\nX-A: 1\n\r\n");
        table.posting("a trailer without a colon", chunked, "2\r\n{}\r\n0\r\ntrailer\r\n\r\n");
        table.posting("a trailer that sets the length", chunked, "2\r\n{}\r\n0\r\nTransfer-Encoding : x\r\n\r\n");
        table.posting("a trailer without an end", chunked, "2\r\n{}\r\n0\r\nx: " + "a".repeat(70_000) + "\r\n\r\n");
        table.posting("a bad size after a good chunk", chunked, "2\r\n{}\r\nzz\r\n0\r\n\r\n");
        return table.withHidden();
    }

    /** The head is not what the grammar says. */
    public static List<MalformedCall> heads() {
        MalformedCalls table = new MalformedCalls();
        table.getting("a bare carriage return in a value", "X-A: 1\rX-B: 2");
        table.getting("a NUL in a value", "X-A: 1\u00002");
        table.getting("a control character in a value", "X-A: 1\u00012");
        table.getting("a NUL in a name", "X\u0000A: 1");
        table.getting("a space in a name", "X A: 1");
        table.getting("a name outside the grammar", "X(A): 1");
        table.getting("a line without a colon", "just some words");
        table.getting("an empty name", ": 1");
        table.getting("a second host", "Host: other.test");
        table.add("no host", 400, "GET /v1/models HTTP/1.1\r\n\r\n");
        table.add("a host outside the grammar", 400, "GET /v1/models HTTP/1.1\r\nHost: a/b@c\r\n\r\n");
        table.add("a host with a space", 400, "GET /v1/models HTTP/1.1\r\nHost: a b\r\n\r\n");
        table.add("another host in the address", 400, "GET http://evil.test/v1/models HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("an address without a path", 400, "GET v1/models HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("an authority for an address", 501, "CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n");
        table.add("a line feed in the address", 0, "GET /v1/a\nb HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("a NUL in the address", 0, "GET /v1/a\u0000b HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("an encoded NUL in the address", 400, "GET /v1/a%00b HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("a space in the address", 400, "GET /v1/a b HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("a broken escape in the address", 400, "GET /v1/a%zz HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("a fragment in the address", 400, "GET /v1/a#b HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("a method outside the grammar", 400, "G<T /v1/models HTTP/1.1\r\nHost: a\r\n\r\n");
        table.add("no version", 0, "GET /v1/models\r\n\r\n");
        table.add("an unknown version", 505, "GET /v1/models HTTP/3.0\r\nHost: a\r\n\r\n");
        table.add("a version in lower case", 400, "GET /v1/models http/1.1\r\nHost: a\r\n\r\n");
        table.add(
                "garbage",
                400,
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 hello hello\r\n\r\n");
        table.add("a head without an end", 431, GET + "X-A: " + "a".repeat(200_000) + "\r\n\r\n");
        table.add("too many lines", 431, GET + "X-A: 1\r\n".repeat(5_000) + "\r\n");
        return table.withHidden();
    }

    /** A line of the head ends with a bare line feed, which some take for its end and some do not. */
    public static List<MalformedCall> lineEnds() {
        MalformedCalls table = new MalformedCalls();
        table.getting("a bare line feed after a line", "X-A: 1\nX-B: 2");
        table.getting("a bare line feed before a length", "X-A: 1\nContent-Length: 60");
        table.getting("a bare line feed after the first of two lines", "X-A: 1\nX-B: 2\r\nX-C: 3");
        table.add("a bare line feed after the address", 400, GET.replaceFirst("\r", "") + "\r\n");
        table.add("a bare line feed for the empty line", 400, GET + "\n");
        table.add("bare line feeds throughout", 400, GET.replace("\r", "") + "\n");
        table.add("bare line feeds to the relay's own", 400, "GET /health/live HTTP/1.1\nHost: a\n\n");
        return table.withHidden();
    }

    /** A path that could mean another place than the one it was routed by. */
    public static List<MalformedCall> traversals() {
        MalformedCalls table = new MalformedCalls();
        for (String path : List.of(
                "/v1/../v1/models",
                "/v1/a/../models",
                "/v1/./models",
                "/v1/%2e%2e/v1/models",
                "/v1/%2E%2E/v1/models",
                "/v1/.%2e/v1/models",
                "/v1/a/..%2f..%2fkeys",
                "/v1/a%2f..%2fkeys",
                "/v1/a/%2e%2e%2fkeys",
                "/v1/a/..%5ckeys",
                "/v1/a/..\\keys",
                "/v1/a/%2e%2e%5Ckeys",
                "/v1/a/..;/keys",
                "/v1/a/..;x=y/keys",
                "/v1/a/%2e%2e;/keys",
                "/v1/a/%c0%ae%c0%ae/keys",
                "/v1/a/..%c0%afkeys",
                "/v1/a/%e0%80%ae%e0%80%ae/keys",
                "/v1/..%2f..%2fadmin",
                "//v1/../v1/models",
                "/api/v1/..%2fkeys",
                "/v1/a/..")) {
            table.add(path, 400, "GET " + path + " HTTP/1.1\r\nHost: relay.test\r\n\r\n");
        }
        return table.withHidden();
    }

    private void posting(String name, String lines, String body) {
        add(name, 400, POST + lines + "\r\n\r\n" + body);
    }

    private void getting(String name, String line) {
        add(name, 400, GET + line + "\r\n\r\n");
    }

    private void add(String name, int status, String bytes) {
        calls.add(new MalformedCall(name, status, bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Behind each stands another call, which must not be heard either. */
    private List<MalformedCall> withHidden() {
        byte[] hidden = HIDDEN.getBytes(StandardCharsets.ISO_8859_1);
        return calls.stream()
                .map(call -> {
                    byte[] both = Arrays.copyOf(call.bytes(), call.bytes().length + hidden.length);
                    System.arraycopy(hidden, 0, both, call.bytes().length, hidden.length);
                    return new MalformedCall(call.name(), call.status(), both);
                })
                .toList();
    }
}
