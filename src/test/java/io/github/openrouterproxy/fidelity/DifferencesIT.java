package io.github.openrouterproxy.fidelity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the relay changes all the same: the lines of {@code docs/fidelity.md}, in its order. */
@Tag("beside-others")
final class DifferencesIT {
    private static final RawRequest ASKED = RawRequest.get("/api/v1/things");

    private static final int LONGEST_HEAD = 32 * 1024;
    private static final int MOST_LINES = 1000;

    private static final String WITH_TRAILER = """
            HTTP/1.1 200 OK
            Transfer-Encoding: chunked
            Trailer: X-Sum

            2
            ok
            0
            X-Sum: 1

            """;

    private static final String INTERIM = """
            HTTP/1.1 103 Early Hints
            Link: </x>

            HTTP/1.1 100 Continue

            HTTP/1.1 102 Processing

            HTTP/1.1 200 OK
            Content-Length: 2

            {}""";

    @TempDir
    private static Path base;

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = Stage.set(base, Map.of());
    }

    @AfterAll
    static void clear() throws Exception {
        stage.close();
    }

    @Test
    void theLengthOfARequestComesLastAndInItsUsualSpelling() throws Exception {
        Case story = Case.scripted("an odd length", Reply.json(200, "{}"))
                .send("POST /api/v1/x HTTP/1.1\r\nHost: a\r\ncontent-LENGTH: 2\r\nX-A: 1\r\n\r\n{}")
                .receive("POST");

        SeenRequest seen = stage.relay(story).seen().get(0);

        assertThat(Likeness.lines(seen.head()).subList(1, 3)).containsExactly("X-A: 1", "Content-Length: 2");
    }

    @Test
    void aPostThatSaysNothingOfABodyIsSaidToHaveNone() throws Exception {
        SeenRequest seen = seen(RawRequest.of("POST", "/api/v1/x"));

        assertThat(seen.headers().all("Content-Length")).containsExactly("0");
    }

    @Test
    void nothingElseIsSaidToHaveNone() throws Exception {
        for (String method : List.of("GET", "DELETE", "PATCH", "OPTIONS", "HEAD")) {
            assertThat(seen(RawRequest.of(method, "/api/v1/x")).headers().contains("Content-Length"))
                    .as(method)
                    .isFalse();
        }
    }

    @Test
    void theUpstreamIsAlwaysSpokenToInOneVersion() throws Exception {
        SeenRequest seen = seen(RawRequest.http10("GET", "/api/v1/x"));

        assertThat(seen.requestLine()).isEqualTo("GET /api/v1/x HTTP/1.1");
    }

    @Test
    void thePromiseToWaitIsKeptByTheRelayItself() throws Exception {
        SeenRequest seen = seen(RawRequest.post("/api/v1/x", "{}").header("Expect", "100-continue"));

        assertThat(seen.headers().contains("Expect")).isFalse();
    }

    @Test
    void whatIsRefusedByItsHeadIsNotAskedForItsBody() throws Exception {
        Map<RawRequest, Integer> refused = Map.of(
                RawRequest.of("POST", "/elsewhere").header("Content-Length", "2"), 404,
                RawRequest.of("POST", "/api/v1/a/%2e%2e/b").header("Content-Length", "2"), 400,
                RawRequest.of("POST", "/api/v1/x").header("Content-Length", "999999999999"), 413,
                RawRequest.of("POST", "/api/v1/x")
                                .header("Transfer-Encoding", "chunked")
                                .header("Content-Length", "2"),
                        400,
                RawRequest.of("POST", "/api/v1/x")
                                .header("Upgrade", "websocket")
                                .header("Content-Length", "2"),
                        501);
        for (Map.Entry<RawRequest, Integer> call : refused.entrySet()) {
            try (RawClient client = RawClient.connect(stage.relayPort())) {
                client.send(call.getKey().header("Expect", "100-continue").headBytes());
                RawResponse got = client.receive();

                assertThat(got.status()).isEqualTo(call.getValue());
                assertThat(client.interim()).isEmpty();
                assertThat(client.isClosedWithin(Duration.ofSeconds(15))).isTrue();
            }
        }
    }

    @Test
    void theReasonOfAStatusIsLost() throws Exception {
        assertThat(new String(
                        got("HTTP/1.1 200 Splendid\r\nContent-Length: 0\r\n\r\n")
                                .head(),
                        ISO_8859_1))
                .startsWith("HTTP/1.1 200 \r\n");
    }

    @Test
    void wellKnownNamesOfAnAnswerComeInTheirUsualSpelling() throws Exception {
        RawResponse got = got("HTTP/1.1 200 OK\r\nSERVER: a\r\ncontent-length: 0\r\nx-ODD: b\r\n\r\n");

        assertThat(Likeness.lines(got.head())).contains("Server: a", "Content-Length: 0", "x-ODD: b");
    }

    @Test
    void aDateIsAddedWhereTheUpstreamSentNone() throws Exception {
        assertThat(got("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").headers().all("Date"))
                .hasSize(1);
        assertThat(got("HTTP/1.1 200 OK\r\nDate: yesterday\r\nContent-Length: 0\r\n\r\n")
                        .headers()
                        .all("Date"))
                .containsExactly("yesterday");
    }

    @Test
    void interimAnswersStayBehind() throws Exception {
        Traffic traffic =
                stage.relay(Case.answering("early hints", Reply.exactly(Bodies.ascii(INTERIM.replace("\n", "\r\n")))));

        assertThat(traffic.interim()).isEmpty();
        assertThat(traffic.answers().get(0).text()).isEqualTo("{}");
    }

    @Test
    void trailersStayBehind() throws Exception {
        Traffic traffic = stage.relay(Case.of(
                "trailers",
                RawRequest.of("POST", "/api/v1/x")
                        .header("TE", "trailers")
                        .header("Connection", "TE")
                        .header("Trailer", "X-Sum")
                        .chunked("2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n"),
                Reply.exactly(Bodies.ascii(WITH_TRAILER.replace("\n", "\r\n")))));

        assertThat(traffic.seen().get(0).wireBody()).asString().endsWith("ok\r\n0\r\n\r\n");
        RawResponse got = traffic.answers().get(0);
        assertThat(got.text()).isEqualTo("ok");
        assertThat(got.complete()).isTrue();
        assertThat(got.trailers()).isEmpty();
        assertThat(got.headers().contains("Trailer")).isFalse();
    }

    @Test
    void anAnswerThatEndsWithItsConnectionComesInChunks() throws Exception {
        RawResponse got = stage.relay(Case.answering(
                        "until close", Reply.status(200).untilClose().piece("all of it")))
                .answers()
                .get(0);

        assertThat(got.headers().all("Transfer-Encoding")).containsExactly("chunked");
        assertThat(got.text()).isEqualTo("all of it");
    }

    @Test
    void theConnectionClosesAfterSomeErrors() throws Exception {
        for (int status : List.of(400, 408, 411, 413, 414, 500, 501, 503)) {
            Case story = Case.answering("status " + status, Reply.json(status, "{}"));
            assertThat(stage.relay(story).answers().get(0).headers().all("Connection"))
                    .as("status %d", status)
                    .containsExactly("close");
        }
    }

    @Test
    void aPathThatClimbsIsRefused() throws Exception {
        assertRefused(RawRequest.get("/api/v1/a/../b"));
        assertRefused(RawRequest.get("/api/v1/a/%2e%2e%2fb"));
        assertRefused(RawRequest.get("/api/v1/a%zz"));
    }

    @Test
    void aHeadThatIsTooLongIsRefusedForThatReason() throws Exception {
        String bare =
                new String(RawRequest.get("/api/v1/x").header("X-Long", "").headBytes(), ISO_8859_1);
        int room = LONGEST_HEAD - bare.length();
        assertThat(seen(RawRequest.get("/api/v1/x").header("X-Long", "x".repeat(room)))
                        .headers()
                        .first("X-Long"))
                .contains("x".repeat(room));
        assertThat(seen(RawRequest.get("/api/v1/x?" + "x".repeat(room))).target())
                .hasSizeGreaterThan(room);
        assertThat(seen(manyLines(MOST_LINES)).headers().all("X")).hasSize(MOST_LINES - 1);

        assertTooLong(431, RawRequest.get("/api/v1/x").header("X-Long", "x".repeat(room + 1)));
        assertTooLong(414, RawRequest.get("/api/v1/x?" + "x".repeat(LONGEST_HEAD)));
        assertTooLong(431, manyLines(MOST_LINES + 1));
    }

    private static RawRequest manyLines(int count) {
        RawRequest request = RawRequest.get("/api/v1/x");
        for (int i = 1; i < count; i++) {
            request.header("X", "1");
        }
        return request;
    }

    private static void assertTooLong(int status, RawRequest request) throws Exception {
        stage.upstream().forgetRequests();
        try (RawClient client = RawClient.connect(stage.relayPort())) {
            RawResponse got = client.call(request);

            assertThat(got.status()).isEqualTo(status);
            assertThat(got.text()).contains("\"type\":\"request_head_too_large\"", "\"code\":" + status);
            assertThat(got.headers().all("Connection")).containsExactly("close");
            assertThat(client.isClosedWithin(Duration.ofSeconds(15))).isTrue();
        }
        assertThat(stage.upstream().requests()).isEmpty();
    }

    @Test
    void aTunnelIsRefused() throws Exception {
        assertRefused(RawRequest.of("CONNECT", "/api/v1/x"));
    }

    @Test
    void aWebSocketIsRefusedInTheErrorEnvelope() throws Exception {
        RawResponse got = RawClient.call(
                stage.relayPort(),
                RawRequest.get("/api/v1/realtime?model=x")
                        .header("Connection", "keep-alive, Upgrade")
                        .header("Upgrade", "WebSocket")
                        .header("Sec-WebSocket-Version", "13")
                        .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="));

        assertThat(got.status()).isEqualTo(501);
        assertThat(got.header("Content-Type")).isEqualTo("application/json");
        assertThat(got.text())
                .isEqualTo("{\"error\":{\"message\":\"the relay does not carry WebSocket connections\","
                        + "\"type\":\"upgrade_unsupported\",\"code\":501}}");
    }

    @Test
    void aQuestionAboutTheWholeServerIsAnsweredByTheRelaysOwn() throws Exception {
        stage.upstream().forgetRequests();

        RawResponse got = RawClient.call(stage.relayPort(), RawRequest.of("OPTIONS", "*"));

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.header("Allow")).contains("POST");
        assertThat(stage.upstream().requests()).isEmpty();
    }

    private static void assertRefused(RawRequest request) throws Exception {
        stage.upstream().forgetRequests();
        assertThat(RawClient.call(stage.relayPort(), request).status()).isIn(400, 404, 501);
        assertThat(stage.upstream().requests()).isEmpty();
    }

    private static SeenRequest seen(RawRequest request) throws Exception {
        return stage.relay(Case.asking("asked", request)).seen().get(0);
    }

    private static RawResponse got(String answer) throws Exception {
        return stage.relay(Case.of("answered", ASKED, Reply.exactly(Bodies.ascii(answer))))
                .answers()
                .get(0);
    }
}
