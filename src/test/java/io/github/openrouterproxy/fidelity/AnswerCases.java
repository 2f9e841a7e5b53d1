package io.github.openrouterproxy.fidelity;

import static io.github.openrouterproxy.fidelity.Case.answering;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.content.Compressed;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The table of what upstreams answer. */
final class AnswerCases {
    /** What an answer used is counted with the call that made it. */
    private static final RawRequest CHAT = RawRequest.post("/api/v1/chat/completions", "{}");

    private static final String TEXT = "{\"hello\":\"wörld\"}";

    /** {@code hello hello hello hello} and a line feed in br, for which Java has no encoder at hand. */
    private static final byte[] BROTLI = HexFormat.of().parseHex("1b1700f88d946ede445586d60a206c6f4a1179e280ae16");

    static List<Case> statuses() {
        List<Case> cases = new ArrayList<>();
        for (int status : List.of(
                200, 201, 202, 203, 206, 207, 299, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 408, 409,
                410, 413, 415, 418, 422, 424, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 520, 524, 529, 599)) {
            cases.add(answering(
                    "status " + status,
                    Reply.json(status, "{\"error\":{\"code\":" + status + "}}").header("Location", "/else?where")));
        }
        cases.add(answering("status 401 with a challenge", Reply.json(401, "{}").header("WWW-Authenticate", "Basic")));
        cases.add(answering("status 407", Reply.json(407, "{}")));
        cases.add(answering("status 204", exactly("HTTP/1.1 204 No Content\r\nETag: \"x\"\r\n\r\n")));
        cases.add(answering("status 205", exactly("HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n")));
        cases.add(answering("status 304", exactly("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n")));
        cases.add(answering(
                "status 304 with the length of what is not sent",
                exactly("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 17\r\nX-A: b\r\n\r\n")));
        cases.add(Case.of(
                "a range",
                RawRequest.get("/api/v1/files/x/content").header("Range", "bytes=2-4"),
                Reply.status(206).header("Content-Range", "bytes 2-4/10").piece("234")));
        return cases;
    }

    static final List<Case> HEADS = List.of(
            answering("names in odd spellings", exactly("""
                        HTTP/1.1 200 OK
                        x-ratelimit-REMAINING-requests: 1
                        cf-RAY: 1
                        X-REQUEST-COST: 2
                        x_underscore: 3
                        Content-Length: 2

                        {}""")),
            answering("order and repetition", exactly("""
                        HTTP/1.1 200 OK
                        X-B: 1
                        Set-Cookie: a=1; Path=/; HttpOnly
                        X-A: 2
                        Content-Length: 2
                        Set-Cookie: b=2
                        Vary: Accept-Encoding
                        X-B: 3
                        Vary: Origin
                        Content-Type: text/plain
                        Date: Tue, 24 Nov 2026 20:00:00 GMT
                        Set-Cookie: a=1; Path=/; HttpOnly

                        {}""")),
            answering("values in odd spellings", exactly("""
                        HTTP/1.1 200 OK
                        Content-Type: application/json ;charset="UTF-8"; x=y
                        X-Empty:
                        X-Tight:tight
                        X-Inside: a \t b  c
                        Cache-Control: no-cache,no-store
                        Content-Length: 2
                        Server:
                        Connection: Keep-Alive
                        ETag: W/"a b"

                        {}""")),
            answering("values beyond ASCII", exactly("""
                        HTTP/1.1 200 OK
                        X-Latin: caf\u00e9 \u00ff
                        X-Utf8: \u00e4\u00b8\u00ad
                        Content-Disposition: attachment; filename="\u00e9.txt"
                        Content-Length: 2

                        {}""")),
            answering("no Content-Type", exactly("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")),
            answering("hop-by-hop ones", exactly("""
                        HTTP/1.1 200 OK
                        Connection: X-Private, keep-alive
                        X-Private: 1
                        Keep-Alive: timeout=5
                        Proxy-Authenticate: Basic
                        Upgrade: h2c
                        X-Public: 1
                        Content-Length: 2

                        {}""")),
            answering("an X-Request-Id of their own", Reply.json(200, "{}").header("x-request-ID", "theirs")),
            answering("no reason", exactly("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\n{}")),
            answering(
                    "everything a vendor sends",
                    Reply.json(200, "{}")
                            .header("X-Generation-Id", "gen-1")
                            .header("openai-processing-ms", "12")
                            .header("openai-version", "2020-10-01")
                            .header("x-ratelimit-reset-tokens", "6m0s")
                            .header("Access-Control-Allow-Origin", "*")
                            .header("Strict-Transport-Security", "max-age=1; includeSubDomains")
                            .header("Alt-Svc", "h3=\":443\"; ma=86400")
                            .header("Content-Language", "en")
                            .header("Accept-Ranges", "bytes")
                            .header("Expires", "0")
                            .header("Pragma", "no-cache")
                            .header("Via", "1.1 theirs")
                            .header("Content-Security-Policy", "default-src 'none'")
                            .header("Retry-After", "3")
                            .header("x-should-retry", "true")));

    static final List<Case> BODIES = List.of(
            answering("empty", Reply.status(200)),
            answering("empty, chunked", Reply.status(200).chunked()),
            answering("every byte", Reply.status(200).piece(Bodies.everyByte(1_000))),
            answering("larger than any buffer", Reply.status(200).piece(Bodies.everyByte(3_000_000))),
            answering("the same, chunked", Reply.status(200).chunked().piece(Bodies.everyByte(3_000_000))),
            answering("chunked, at once", Reply.status(200).chunked().piece("{}")),
            answering("trailers are dropped", exactly("""
                        HTTP/1.1 200 OK
                        Transfer-Encoding: chunked
                        Trailer: X-Sum

                        """, "2\r\nok\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"))
                    .then(RawRequest.get("/api/v1/after")),
            answering("chunk extensions are dropped", exactly("""
                        HTTP/1.1 200 OK
                        Transfer-Encoding: chunked

                        """, "2;a=b\r\nok\r\n02\r\nok\r\n000\r\n\r\n")),
            answering("deflate", compressed("deflate", Compressed.deflate(TEXT)))
                    .recorded("response_body", TEXT),
            answering("gzip", compressed("gzip", Compressed.gzip(TEXT))).recorded("response_body", TEXT),
            answering("gzip, HEAD spelt oddly", compressed("GZip", Compressed.gzip(TEXT)))
                    .recorded("response_body", TEXT),
            answering("zstd", compressed("zstd", com.github.luben.zstd.Zstd.compress(TEXT.getBytes(UTF_8))))
                    .recorded("response_body", TEXT),
            answering("br", compressed("br", BROTLI)).recorded("response_body", "hello hello hello hello\n"),
            answering("an unknown coding", compressed("rot13", "uryyb".getBytes(UTF_8))),
            answering("a coding that is a lie", compressed("gzip", TEXT.getBytes(UTF_8))),
            Case.of("a compressed stream", CHAT, compressedStream()).recorded("prompt_tokens", 9));

    static List<Case> streams() {
        List<Case> cases = new ArrayList<>();
        cases.add(answering(
                "comments, events, ids, retries",
                Reply.events()
                        .piece(": OPENROUTER PROCESSING\n\n")
                        .piece("event: a\nid: 1\nretry: 10\ndata: {\"x\":1}\ndata:\n\n:\n\ndata\n\n")
                        .piece("data: [DONE]\n\n")));
        cases.add(answering("CRLF, CR and LF", Reply.events().piece("data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n")));
        cases.add(answering("a byte order mark", Reply.events().piece("\ufeffdata: 1\n\n")));
        cases.add(answering("no [DONE]", Reply.events().piece("data: {\"choices\":[]}\n\n")));
        cases.add(answering("no end of the last event", Reply.events().piece("data: {\"choices\":[]}")));
        cases.add(answering(
                "after [DONE]", Reply.events().piece("data: [DONE]\n\n").piece(": bye\n\n")));
        cases.add(answering("a line of 1 MB", Reply.events().piece("data: " + "x".repeat(1 << 20) + "\n\n")));
        Reply singly = Reply.events();
        for (byte b : "data: {\"t\":\"中文 🎉\"}\n\ndata: [DONE]\n\n".getBytes(UTF_8)) {
            singly.piece(new byte[] {b}).pause(java.time.Duration.ofMillis(1));
        }
        cases.add(answering("byte by byte, UTF-8 split anywhere", singly));
        Reply drip = Reply.events();
        for (String event : OpenAiReplies.chatEvents(List.of("a", "b", "c"))) {
            drip.pause(java.time.Duration.ofMillis(60)).piece(event);
        }
        cases.add(
                Case.of("a slow drip", CHAT, drip).recorded("total_tokens", 12).recorded("stream", true));
        return cases;
    }

    private AnswerCases() {}

    private static Reply compressed(String coding, byte[] bytes) {
        return Reply.status(200)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .piece(bytes);
    }

    private static Reply compressedStream() {
        Reply reply = Reply.events().header("Content-Encoding", "gzip");
        for (byte[] piece : Compressed.gzipPieces(OpenAiReplies.chatEvents(List.of("Hel", "lo")))) {
            reply.piece(piece);
        }
        return reply;
    }

    private static Reply exactly(String message) {
        return exactly(message, "");
    }

    /** Line ends as they should be, then the rest as it is. */
    private static Reply exactly(String head, String rest) {
        return Reply.exactly(Bodies.ascii(head.replace("\r\n", "\n").replace("\n", "\r\n") + rest));
    }
}
