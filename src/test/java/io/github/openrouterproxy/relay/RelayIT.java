package io.github.openrouterproxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay promises when all goes well. */
class RelayIT {
    private FakeUpstream upstream;
    private RelayTomcat relay;

    @BeforeEach
    void startBoth() throws Exception {
        upstream = FakeUpstream.start();
        relay = RelayTomcat.start(upstream.base().toString(), "DEFAULT_APIKEY", "sk-default-key-0123456789");
    }

    @AfterEach
    void stopBoth() throws Exception {
        relay.close();
        upstream.close();
    }

    @Test
    void passesABodyAndItsAnswerUnchanged() throws Exception {
        upstream.answerNext(OpenAiReplies.chat("Hello, wörld"));
        String sent =
                "{ \"model\" : \"test/model\",\r\n\t\"messages\":[{\"role\":\"user\",\"content\":\"\\u4e2d 文\"}] }";

        RawResponse got =
                call(RawRequest.post("/v1/chat/completions?a=%2F&b=[1]&c", sent).bearer("sk-a-user's-key"));

        SeenRequest seen = upstream.awaitRequest(Duration.ofSeconds(5));
        assertThat(seen.requestLine()).isEqualTo("POST /api/v1/chat/completions?a=%2F&b=[1]&c HTTP/1.1");
        assertThat(seen.text()).isEqualTo(sent);
        assertThat(seen.headers().all("Host")).containsExactly("127.0.0.1:" + upstream.port());
        assertThat(seen.headers().all("Authorization")).containsExactly("Bearer sk-a-user's-key");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).contains("\"content\":\"Hello, wörld\"");
        assertThat(got.header("X-Generation-Id")).isEqualTo("gen-1");
        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(got.header("X-Request-Id")).isEqualTo(record.id().toString());
        assertThat(record.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(new String(record.requestBody().bytes(), UTF_8)).isEqualTo(sent);
        assertThat(new String(record.responseBody().bytes(), UTF_8)).isEqualTo(got.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/files/a%2Fb/content",
                "/v1//double//slash",
                "/v1/a;b=c/d;e",
                "/v1/%E4%B8%AD/x%20y?q=%E6%96%87&q=&=&q=1+1",
                "/v1/a|b/{c}?x={y}|z",
                "/v1/models?",
                "/v1",
                "/v1/",
                "/v1/percent%25/end",
            })
    void keepsPathAndQueryAsWritten(String target) throws Exception {
        upstream.answerNext(Reply.json(200, "{}"));

        RawResponse got = call(RawRequest.get(target));

        assertThat(got.status()).isEqualTo(200);
        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).target()).isEqualTo("/api" + target);
        relay.recorder().nextEnded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/../admin", "/v1/%2e%2e/admin", "/v1/a/..%2Fb", "/v1/..;/x"})
    void refusesAPathThatClimbs(String target) throws Exception {
        RawResponse got = call(RawRequest.get(target));

        assertThat(got.status()).isIn(400, 404);
        assertThat(upstream.requests()).noneMatch(seen -> seen.target().contains("admin"));
    }

    @Test
    void servesTheSecondDoorToo() throws Exception {
        upstream.answerNext(Reply.json(200, "{}"));

        call(RawRequest.get("/api/v1/models"));

        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).target()).isEqualTo("/api/v1/models");
        relay.recorder().nextEnded();
    }

    /** Nor does it keep cookies for anyone, as clients do. */
    @Test
    void leavesTheMonitorsCookiesBehind() throws Exception {
        upstream.answerNext(Reply.json(200, "{}").header("Set-Cookie", "theirs=1; Path=/"));
        call(RawRequest.get("/v1/models").header("Cookie", "a=1; openrouter-proxy-session=secret; b=2"));
        call(RawRequest.get("/v1/models"));

        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).headers().all("Cookie"))
                .containsExactly("a=1; b=2");
        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).headers().all("Cookie"))
                .isEmpty();
        relay.recorder().nextEnded();
        relay.recorder().nextEnded();
    }

    @Test
    void leavesHopByHopHeadersBehindInBothDirections() throws Exception {
        upstream.answerNext(Reply.json(200, "{}")
                .header("Connection", "X-Private")
                .header("X-Private", "1")
                .header("Keep-Alive", "timeout=5")
                .header("Set-Cookie", "a=1")
                .header("Set-Cookie", "b=2")
                .header("X-Request-Id", "theirs"));

        RawResponse got = call(RawRequest.get("/v1/models")
                .header("Connection", "keep-alive, X-Mine")
                .header("X-Mine", "1")
                .header("TE", "trailers")
                .header("x-stainless-LANG", "java")
                .header("Accept-Encoding", "br"));

        SeenRequest seen = upstream.awaitRequest(Duration.ofSeconds(5));
        assertThat(seen.headers().contains("X-Mine")).isFalse();
        assertThat(seen.headers().contains("TE")).isFalse();
        assertThat(new String(seen.head(), UTF_8)).contains("x-stainless-LANG: java\r\n", "Accept-Encoding: br\r\n");
        assertThat(seen.headers().contains("User-Agent")).isFalse();
        assertThat(got.headers().contains("X-Private")).isFalse();
        assertThat(got.headers().all("Keep-Alive")).doesNotContain("timeout=5");
        assertThat(got.headers().all("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(got.headers().all("X-Request-Id")).containsExactly("theirs");
        assertThat(got.header("X-Proxy-Request-Id"))
                .isEqualTo(relay.recorder().nextEnded().id().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "text/event-stream",
                "Multipart/Form-Data; boundary=\"a b\"",
                "nonsense ; =",
            })
    void keepsTheContentTypeAsWritten(String contentType) throws Exception {
        upstream.answerNext(
                Reply.status(200).header("Content-Type", contentType).piece("{}"));

        RawResponse got = call(RawRequest.get("/v1/models"));

        assertThat(new String(got.head(), UTF_8)).contains("\r\nContent-Type: " + contentType + "\r\n");
        relay.recorder().nextEnded();
    }

    @Test
    void lendsTheDefaultKeyToACallWithoutOne() throws Exception {
        upstream.answerNext(Reply.json(200, "{}"));

        call(RawRequest.get("/v1/models"));

        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).headers().all("Authorization"))
                .containsExactly("Bearer sk-default-key-0123456789");
        assertThat(relay.recorder().nextEnded().key())
                .isNotNull()
                .satisfies(key -> assertThat(key.value()).isEqualTo("sk-default-key-0123456789"));
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Bearer sk-own", "authorization, Basic YTpi", "x-api-key, sk-own", "API-Key, sk-own"})
    void keepsTheDefaultKeyFromACallWithAKeyOfItsOwn(String name, String value) throws Exception {
        upstream.answerNext(Reply.json(200, "{}"));

        call(RawRequest.get("/v1/messages").header(name, value));

        SeenRequest seen = upstream.awaitRequest(Duration.ofSeconds(5));
        assertThat(seen.headers().contains("Authorization")).isEqualTo(name.equalsIgnoreCase("Authorization"));
        assertThat(seen.headers().all(name)).containsExactly(value);
        relay.recorder().nextEnded();
    }

    @Test
    void sendsOnEachPieceBeforeTheNextOneComes() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch third = new CountDownLatch(1);
        upstream.answerNext(Reply.events()
                .piece("data: 1\n\n")
                .await(second)
                .piece("data: 2\n\n")
                .await(third)
                .piece(": ok\r\n\r\n"));

        StringBuilder arrived = new StringBuilder();
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(
                    RawRequest.post("/v1/chat/completions", "{\"stream\":true}").bytes());
            RawResponse got = client.receive(arrival -> {
                arrived.append(new String(arrival.bytes(), UTF_8));
                if (arrived.indexOf("data: 1\n\n") >= 0) {
                    second.countDown();
                }
                if (arrived.indexOf("data: 2\n\n") >= 0) {
                    third.countDown();
                }
            });

            assertThat(got.complete()).isTrue();
            assertThat(got.text()).isEqualTo("data: 1\n\ndata: 2\n\n: ok\r\n\r\n");
        }
        assertThat(relay.recorder().nextEnded().pieces().count()).isEqualTo(3);
    }

    @Test
    void sendsTheHeadOfAStreamBeforeItsFirstPiece() throws Exception {
        CountDownLatch headArrived = new CountDownLatch(1);
        upstream.answerNext(Reply.events().await(headArrived).piece("data: x\n\n"));

        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            assertThat(new String(client.receiveHead(), UTF_8)).startsWith("HTTP/1.1 200");
            headArrived.countDown();
        }
        relay.recorder().nextEnded();
    }

    @Test
    void streamsALargeAnswerAndALargeUpload() throws Exception {
        byte[] large = new byte[30 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >> 10));
        }
        upstream.answerNext(
                Reply.status(200).header("Content-Type", "audio/pcm").piece(large));

        RawResponse got = call(RawRequest.of("POST", "/v1/files")
                .header("Content-Type", "application/octet-stream")
                .body(large));

        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).body()).isEqualTo(large);
        assertThat(got.body()).isEqualTo(large);
        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.responseBody().length()).isEqualTo(large.length);
        assertThat(record.responseBody().truncated()).isTrue();
        assertThat(record.responseBody().bytes()).hasSize(16 << 20);
    }

    @Test
    void passesAChunkedUploadOn() throws Exception {
        upstream.answerNext(Reply.json(200, "{}"));

        call(RawRequest.of("POST", "/v1/files").chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"));

        SeenRequest seen = upstream.awaitRequest(Duration.ofSeconds(5));
        assertThat(seen.text()).isEqualTo("hello world");
        assertThat(seen.headers().all("Transfer-Encoding")).containsExactly("chunked");
        assertThat(seen.headers().contains("Content-Length")).isFalse();
        relay.recorder().nextEnded();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void passesAnAnswerWithoutABody(int status) throws Exception {
        upstream.answerNext(
                Reply.status(status).header("ETag", "\"x\"").untilClose().close());

        RawResponse got = call(RawRequest.get("/v1/models"));

        assertThat(got.status()).isEqualTo(status);
        assertThat(got.header("ETag")).isEqualTo("\"x\"");
        assertThat(got.body()).isEmpty();
        relay.recorder().nextEnded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "PUT", "PROPFIND", "TRACE"})
    void passesEveryMethod(String method) throws Exception {
        upstream.answerNext(Reply.json(200, method.equals("HEAD") ? "" : "{}").header("Allow", "GET"));

        RawResponse got = call(RawRequest.of(method, "/v1/anything"));

        assertThat(got.status()).isEqualTo(200);
        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).method()).isEqualTo(method);
        relay.recorder().nextEnded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"websocket", "WebSocket", "foo, websocket", "websocket/13,foo", "foo\r\nUpgrade: websocket"})
    void saysThatItCarriesNoWebSocket(String upgrade) throws Exception {
        RawResponse got = call(RawRequest.get("/v1/realtime?model=x")
                .header("Connection", "Upgrade")
                .header("Upgrade", upgrade));

        assertThat(got.status()).isEqualTo(501);
        assertThat(got.text()).contains("\"type\":\"upgrade_unsupported\"");
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "foo, notwebsocket", "websockets"})
    void ignoresEveryOtherUpgrade(String upgrade) throws Exception {
        RawResponse got = call(
                RawRequest.get("/v1/models").header("Connection", "Upgrade").header("Upgrade", upgrade));

        assertThat(got.status()).isEqualTo(200);
        assertThat(upstream.awaitRequest(Duration.ofSeconds(5)).headers().contains("Upgrade"))
                .isFalse();
        relay.recorder().nextEnded();
    }

    @Test
    void answersAPathOutsideTheDoorsItself() throws Exception {
        RawResponse got = call(RawRequest.get("/elsewhere"));

        assertThat(got.status()).isEqualTo(404);
        assertThat(got.text()).contains("\"code\":404", "\"type\":\"not_found\"");
        assertThat(relay.recorder().nothingEnded()).isTrue();
    }

    @Test
    void passesManyCallsOverOneConnection() throws Exception {
        try (RawClient client = RawClient.connect(relay.port())) {
            for (int i = 0; i < 300; i++) {
                RawResponse got =
                        client.call(RawRequest.post("/v1/chat/completions", "{\"stream\":" + (i % 2 == 0) + "}"));
                assertThat(got.status()).isEqualTo(200);
                assertThat(got.complete()).isTrue();
                relay.recorder().nextEnded();
            }
        }
        assertThat(List.copyOf(upstream.requests())).hasSizeGreaterThanOrEqualTo(300);
        upstream.forgetRequests();
    }

    private RawResponse call(RawRequest request) throws Exception {
        return RawClient.call(relay.port(), request);
    }
}
