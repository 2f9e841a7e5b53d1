package io.github.openrouterproxy.fidelity;

import static io.github.openrouterproxy.fidelity.Case.asking;
import static io.github.openrouterproxy.fidelity.Case.scripted;
import static io.github.openrouterproxy.testing.RawRequest.get;
import static io.github.openrouterproxy.testing.RawRequest.http10;
import static io.github.openrouterproxy.testing.RawRequest.post;

import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.content.Compressed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table of what clients send. */
final class RequestCases {
    private static final String AT = "/api/v1/";
    private static final byte[] EVERY_BYTE = Bodies.everyByte(100_000);
    private static final Reply OK = Reply.json(200, "{\"ok\":true}");

    static final List<Case> TARGETS = Stream.of(
                    "",
                    "models",
                    "models/",
                    "models?",
                    "/double//slash///",
                    "a%2Fb",
                    "a%2fb%2F",
                    "a%5Cb",
                    "%7Euser/~user",
                    "%e4%b8%ad%E6%96%87",
                    "x%20y+z",
                    "100%25",
                    "a;b=c/d;e",
                    "a:b@c",
                    "a,b!c$d&e'f(g)h*i=j",
                    "[0]/{1}/|",
                    "a\"b<c>d^e`f",
                    ".hidden/..hidden/x..",
                    "a...",
                    "x?a=1&a=2&a=",
                    "x?&&a&=b&=&",
                    "x?a=%2F%3f%26",
                    "x?a[]=1&a[0][b]=2",
                    "x?q=a+b%20c",
                    "x?u=http://h:1/p?q=r",
                    "x?{\"json\":[1,2]}",
                    "x??",
                    "x?a=?&b=/../",
                    "x?%E4%B8%AD=%e6%96%87",
                    "x?a;b;c",
                    "x?a=%00",
                    "x?search=100%",
                    "x?a=%zz&b=%4&c=%%41%",
                    "x?{\"share\":\"100%\"}",
                    "generation?id=gen-123",
                    "files/file-a%2Fb/content",
                    "x?q=" + "0123456789".repeat(2_000))
            .map(target -> asking("target " + target, get(AT + target)))
            .toList();

    static final List<Case> HEADERS = List.of(
            asking(
                    "names in odd spellings",
                    get(AT + "x")
                            .header("x-stainless-LANG", "java")
                            .header("ACCEPT", "*/*")
                            .header("user-AGENT", "Odd/1.0")
                            .header("authorization", "Bearer sk-odd-0123456789")
                            .header("cOOkie", "a=1")),
            asking(
                    "repeated names, in their order",
                    get(AT + "x")
                            .header("X-A", "1")
                            .header("X-B", "2")
                            .header("x-a", "3")
                            .header("X-A", "1")
                            .header("Accept", "a/b")
                            .header("Accept", "c/d")
                            .header("Cookie", "a=1")
                            .header("Cookie", "b=2; c=3")),
            asking(
                    "values in odd spellings",
                    get(AT + "x")
                            .line("X-Empty:")
                            .line("X-Tight:tight")
                            .line("X-Wide: \t wide \t ")
                            .line("X-Inside: a \t b  c")
                            .header("X-Quoted", "\"a, b\"; c=\"\\\"\"")
                            .header("Accept", "text/html;q=0.8,  */* ; q=0.1")
                            .header("X-Long", "v".repeat(20_000))),
            asking(
                    "values beyond ASCII",
                    get(AT + "x")
                            .header("X-Latin", "caf\u00e9 \u00ff")
                            .header("X-Title", "\u00e4\u00b8\u00ad\u00e6\u0096\u0087")),
            asking("characters that names may have", get(AT + "x").header("x!#$%&'*+-.^_`|~9", "odd")),
            asking(
                    "hop-by-hop ones",
                    get(AT + "x")
                            .header("Connection", "keep-alive, X-Mine ,x-other")
                            .header("X-Mine", "1")
                            .header("X-Other", "1")
                            .header("Keep-Alive", "timeout=5")
                            .header("Proxy-Connection", "keep-alive")
                            .header("Proxy-Authorization", "Basic YTpi")
                            .header("TE", "trailers")
                            .header("Trailer", "X-Sum")
                            .header("X-Stays", "1")),
            asking(
                    "an upgrade to HTTP/2 in passing",
                    get(AT + "x")
                            .header("Connection", "Upgrade, HTTP2-Settings")
                            .header("Upgrade", "h2c")
                            .header("HTTP2-Settings", "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA")),
            asking(
                    "keys in odd places",
                    post(AT + "chat/completions?key=sk-or-v1-0123456789abcdef", "{}")
                            .header("X-Key", "sk-or-v1-0123456789abcdef")
                            .header("x-portkey-virtual-key", "team-a-0123456789")
                            .header(
                                    "Sec-WebSocket-Protocol",
                                    "realtime, openai-insecure-api-key.ek_0123456789abcdef0123")),
            asking(
                    "everything an SDK sends",
                    post(AT + "chat/completions", "{}")
                            .bearer("sk-or-v1-0123456789abcdef")
                            .header("Accept-Encoding", "gzip, deflate, br, zstd")
                            .header("HTTP-Referer", "https://app.example/")
                            .header("X-OpenRouter-Title", "An app")
                            .header("X-Title", "An app")
                            .header("OpenAI-Organization", "org-1")
                            .header("Idempotency-Key", "k-1")
                            .header("x-session-id", "s-1")
                            .header("X-Stainless-Retry-Count", "0")
                            .header("X-Forwarded-For", "10.0.0.1")
                            .header("Via", "1.1 mine")
                            .header("Range", "bytes=0-9")
                            .header("If-None-Match", "\"a\", W/\"b\"")
                            .header("If-Modified-Since", "Tue, 24 Nov 2026 20:00:00 GMT")
                            .header("Max-Forwards", "3")));

    static final List<Case> BODIES = List.of(
            asking("no body, no length", RawRequest.of("POST", AT + "x")),
            asking("no body, its length said", RawRequest.of("POST", AT + "x").body("")),
            asking("JSON as it was typed", post(AT + "x", "{ \"a\" : 1e0,\r\n\t\"b\":\"\\u4e2d 文\", \"a\":2 }\n")),
            asking("every byte, small", RawRequest.of("POST", AT + "x").body(Bodies.everyByte(1_000))),
            asking("every byte, large", RawRequest.of("PUT", AT + "x").body(EVERY_BYTE)),
            asking("chunked, nothing in it", RawRequest.of("POST", AT + "x").chunked("0\r\n\r\n")),
            asking(
                    "chunked, in pieces",
                    RawRequest.of("POST", AT + "x").chunked("5\r\nhello\r\n1\r\n \r\n5;ext=1\r\nworld\r\n0\r\n\r\n")),
            asking("chunked, large", RawRequest.of("POST", AT + "x").inChunks(EVERY_BYTE, 7_000)),
            asking(
                    "chunked, with trailers",
                    RawRequest.of("POST", AT + "x")
                            .header("Trailer", "X-Sum")
                            .chunked("2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n")),
            asking(
                    "multipart",
                    RawRequest.of("POST", AT + "audio/transcriptions")
                            .header("Content-Type", "multipart/form-data; boundary=\"a b'c\"")
                            .body(Bodies.multipart("a b'c", EVERY_BYTE))),
            asking(
                    "multipart, small, in chunks",
                    RawRequest.of("POST", AT + "files")
                            .header("Content-Type", "multipart/form-data; boundary=xyz")
                            .inChunks(Bodies.multipart("xyz", Bodies.everyByte(300)), 100)),
            asking(
                    "compressed by the client",
                    RawRequest.of("POST", AT + "x")
                            .header("Content-Encoding", "gzip")
                            .body(Compressed.gzip("{\"model\":\"m\"}"))),
            asking(
                    "a form",
                    RawRequest.of("POST", AT + "x?a=1")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .body("a=2&b=%2F&b=+&c")),
            scripted("the head first, the body later", OK)
                    .send(RawRequest.of("POST", AT + "x")
                            .header("Content-Length", "6")
                            .headBytes())
                    .rest(30)
                    .send("abc")
                    .rest(30)
                    .send("def")
                    .receive("POST"));

    static final List<Case> CONNECTIONS = List.of(
            asking("keep-alive, three calls", get(AT + "x"))
                    .then(post(AT + "y", "{}"))
                    .then(get(AT + "z")),
            asking("HEAD, then GET", RawRequest.of("HEAD", AT + "x")).then(get(AT + "y")),
            scripted("pipelining", OK, Reply.events().piece("data: 1\n\n"), OK)
                    .send(Bodies.join(
                            get(AT + "a").bytes(),
                            post(AT + "b", "{}").bytes(),
                            get(AT + "c").bytes()))
                    .receive("GET")
                    .receive("POST")
                    .receive("GET"),
            asking("Connection: close", get(AT + "x").header("Connection", "close"))
                    .awaitClose(),
            Case.of("HTTP/1.0", http10("GET", AT + "x"), Reply.json(200, "{}").close())
                    .awaitClose(),
            Case.of(
                            "HTTP/1.0 with a body",
                            http10("POST", AT + "x").body("hello"),
                            Reply.json(200, "{}").close())
                    .awaitClose(),
            scripted("Expect: 100-continue", OK)
                    .send(post(AT + "x", "{\"a\":1}")
                            .header("Expect", "100-continue")
                            .headBytes())
                    .awaitInterim()
                    .send("{\"a\":1}")
                    .receive("POST"),
            asking("Expect: 100-continue, without waiting", post(AT + "x", "{}").header("Expect", "100-continue")),
            scripted("byte by byte", OK)
                    .send("GET /api/v1/slow HT")
                    .rest(20)
                    .send("TP/1.1\r\nHost: relay.localhost\r\nX-")
                    .rest(20)
                    .send("A: 1\r\n\r")
                    .rest(20)
                    .send("\n")
                    .receive("GET"));

    private RequestCases() {}

    static List<Case> methods() {
        List<Case> cases = new ArrayList<>();
        for (String method : List.of(
                "GET",
                "POST",
                "PUT",
                "PATCH",
                "DELETE",
                "OPTIONS",
                "TRACE",
                "PROPFIND",
                "M-SEARCH",
                "QUERY",
                "patch",
                "Get",
                "X!#$%&'*+-.^_`|~9")) {
            cases.add(asking("method " + method, RawRequest.of(method, AT + "things")));
        }
        cases.add(Case.of("method HEAD", RawRequest.of("HEAD", AT + "things"), OK.header("X-Length", "known")));
        cases.add(Case.of(
                "HEAD of something chunked",
                RawRequest.of("HEAD", AT + "things"),
                Reply.events().header("X-A", "b")));
        cases.add(asking("DELETE with a body", RawRequest.of("DELETE", AT + "x").body("{\"why\":1}")));
        cases.add(asking("GET with a body", get(AT + "x").body("{\"q\":1}")));
        cases.add(asking(
                "OPTIONS of a browser",
                RawRequest.of("OPTIONS", AT + "chat/completions")
                        .header("Origin", "https://app.example")
                        .header("Access-Control-Request-Method", "POST")));
        return cases;
    }
}
