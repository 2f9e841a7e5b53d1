package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamListener;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import io.github.openrouterproxy.testing.MalformedCalls;
import io.github.openrouterproxy.testing.MalformedCalls.MalformedCall;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and upstreams that do what few do. */
class RelayOddCallsIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @Test
    void closesTheConnectionOfAMalformedUpload() throws Exception {
        RelayTomcat relay = stage.relay();
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                    .getBytes(UTF_8));
            relay.recorder().nextBegun();
            Thread.sleep(100);
            client.send("XX\r\nzzzz\r\n".getBytes(UTF_8));

            client.receive();
            assertThat(client.isClosedWithin(SOON)).isTrue();
            assertThat(relay.recorder().nextEnded().outcome()).isNotEqualTo(new Outcome.Completed());
            assertThat(stage.upstream().requests()).isEmpty();
        }
    }

    /** Tomcat would close the connection of such a body without a word. */
    @Test
    void answers400ToABodyThatBeginsWithABadChunk() throws Exception {
        RelayTomcat relay = stage.relay();
        for (MalformedCall call : MalformedCalls.chunks()) {
            try (RawClient client = RawClient.connect(relay.port())) {
                client.send(call.bytes());

                RawResponse got = client.receive();
                assertThat(got.status()).as(call.name()).isEqualTo(400);
                assertThat(got.text()).contains("\"type\":\"malformed_request\"", "\"code\":400");
                assertThat(client.isClosedWithin(SOON)).as(call.name()).isTrue();
                assertThat(relay.recorder().nextEnded().outcome())
                        .isEqualTo(new Outcome.Refused("the request body is malformed"));
            }
        }
        assertThat(stage.upstream().connections()).isZero();
    }

    @Test
    void inventsNoAnswerForAClientThatClosedItsHalf() throws Exception {
        RelayTomcat relay = stage.relay();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
            stage.upstream().answerNext(Reply.silence());
            client.getOutputStream().write("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            stage.upstream().awaitRequest(SOON);
            client.shutdownOutput();

            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 499");
            assertThat(stage.upstream().awaitDisconnect(SOON)).isNotNull();
        }
    }

    @Test
    void sendsABodyThatTheClientAnnouncedToAnUpstreamThatSaysNothingOfIt() throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "2s");
        stage.upstream().answerNext(Reply.json(200, "{}"));

        RawResponse got = RawClient.call(
                relay.port(), RawRequest.post("/v1/chat/completions", "{}").header("Expect", "100-continue"));

        assertThat(got.status()).isEqualTo(200);
        assertThat(stage.upstream().awaitRequest(SOON).headers().contains("Expect"))
                .isFalse();
    }

    /** Its end is there before the connection is, and Jetty would have made a length of 0 of it. */
    @Test
    void keepsTheChunksOfABodyWithNothingInIt() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(200, "{}"));

        RawClient.call(relay.port(), RawRequest.of("POST", "/v1/x").chunked("0\r\n\r\n"));

        assertThat(stage.upstream().awaitRequest(SOON).headers().first("Transfer-Encoding"))
                .contains("chunked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "102", "103", "104", "199", "100,100", "103,103", "100,103", "104,100,102,199,100"})
    void waitsForTheAnswerBehindInterimOnes(String statuses) throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "2s");
        StringBuilder answers = new StringBuilder();
        for (String status : statuses.split(",", -1)) {
            answers.append("HTTP/1.1 ").append(status).append(" Wait\r\nLink: </x>\r\n\r\n");
        }
        answers.append("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        stage.upstream().answerNext(Reply.exactly(answers.toString().getBytes(UTF_8)));

        try (RawClient client = RawClient.connect(relay.port())) {
            RawResponse got = client.call(RawRequest.get("/v1/models"));

            assertThat(client.interim()).isEmpty();
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.headers().contains("Link")).isFalse();
            assertThat(got.text()).isEqualTo("{}");
        }
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.Completed());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103, 104})
    void anInterimAnswerIsNoEndToTheWaiting(int status) throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "300ms", "RETRY_MAX_ATTEMPTS", "1");
        stage.upstream()
                .answerNext(Reply.exactly(("HTTP/1.1 " + status + " Wait\r\n\r\n").getBytes(UTF_8))
                        .stall());

        RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

        assertThat(got.status()).isEqualTo(504);
    }

    @Test
    void answers502ForAHeadThatTheServerCannotSend() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).connector("maxHttpResponseHeaderSize", "9000"));
        for (int length : new int[] {8000, 64_000, 8000, 70_000}) {
            stage.upstream().answerNext(Reply.json(200, "{}").header("X-Long", "x".repeat(length)));
        }

        try (RawClient client = RawClient.connect(relay.port())) {
            assertThat(client.call(RawRequest.get("/v1/models")).header("X-Long"))
                    .hasSize(8000);
            assertThat(client.call(RawRequest.get("/v1/models")).header("X-Long"))
                    .hasSize(64_000);
            assertThat(client.call(RawRequest.get("/v1/models")).header("X-Long"))
                    .hasSize(8000);
            RawResponse got = client.call(RawRequest.get("/v1/models"));

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.text()).contains("\"type\":\"upstream_invalid_response\"");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.Completed());
        }
        assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.UpstreamFailed.class);
    }

    @Test
    void nothingOfTheUpstreamIsMixedIntoAnAnswerOfOurOwn() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .connector("maxHttpResponseHeaderSize", "9000")
                .by(new GoesOnAfterItsHead("x".repeat(70_000))));
        relay.recorder().hold();
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.get("/v1/models").bytes());
            assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.UpstreamFailed.class);
            Thread.sleep(100);
            relay.recorder().settleNext();

            assertThat(client.receive().text()).contains("larger than this server can send");
        }
    }

    /** What followed would not be HTTP to the client. */
    @Test
    void doesNotSwitchToAProtocolThatNobodyAskedFor() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answerNext(Reply.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
                        .getBytes(UTF_8)));

        RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains("upstream_invalid_response", "switches protocols");
    }

    /** The coding stays behind with the header that names it, so that the client would take the bytes for the body. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "gzip\r\nTransfer-Encoding: chunked"})
    void passesNoBodyOnThatIsCodedForTheWay(String codings) throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answerNext(
                        Reply.raw(("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + codings + "\r\n\r\n2\r\nxx\r\n0\r\n\r\n")
                                .getBytes(UTF_8)));

        RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains("upstream_invalid_response");
    }

    /** Whoever believes in one of its ends takes the rest for the next answer (RFC 9112, section 6.3). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                "Content-Length: 2, 3\r\n\r\n{} ",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -2\r\n\r\n{}",
                "Content-Length: 0x2\r\n\r\n{}"
            })
    void passesNoAnswerOnWhoseEndIsInDoubt(String rest) throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.exactly(("HTTP/1.1 200 OK\r\n" + rest).getBytes(UTF_8)));

        RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains("upstream_invalid_response");
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    /** What comes behind the end of an answer is nobody's; least of all the next call's. */
    @ParameterizedTest
    @CsvSource({"GET,200,true", "HEAD,200,false", "GET,204,false", "GET,304,false"})
    void takesNothingBehindAnAnswerForTheNext(String method, int status, boolean hasBody) throws Exception {
        RelayTomcat relay = stage.relay();
        String behind = "HTTP/1.1 200 OK\r\nX-Whose: nobody's";
        stage.upstream()
                .answerNext(Reply.status(status)
                        .header("X-Whose", "first\r\n" + (hasBody ? "Content-Length: 2\r\n\r\n{}" : "\r\n") + behind));
        stage.upstream().answerNext(Reply.json(200, "{}").header("X-Whose", "second"));
        try (RawClient client = RawClient.connect(relay.port())) {
            RawResponse first = client.call(RawRequest.of(method, "/v1/models"));
            RawResponse second = client.call(RawRequest.get("/v1/models"));

            assertThat(first.header("X-Whose")).isEqualTo("first");
            assertThat(first.text()).isEqualTo(hasBody ? "{}" : "");
            assertThat(first.complete()).isTrue();
            assertThat(second.header("X-Whose")).isEqualTo("second");
        }
    }

    @Test
    void takesNothingThatComesWhileNobodyAsksForTheNextAnswer() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answerNext(Reply.json(200, "{}")
                        .declaring(2)
                        .pause(Duration.ofMillis(500))
                        .bytes("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nnobody's".getBytes(UTF_8)));
        assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/models")).text())
                .isEqualTo("{}");
        eventually("its connection lies idle", () -> relay.idleConnections() == 1);
        eventually("it is closed", () -> relay.idleConnections() == 0);
        stage.upstream().answerNext(Reply.json(200, "[]"));

        assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/models")).text())
                .isEqualTo("[]");
    }

    @Test
    void passesAnAnswerOnThatComesBeforeTheUploadIsOver() throws Exception {
        RelayTomcat relay = stage.relay();
        try (RawClient client = RawClient.connect(relay.port())) {
            stage.upstream().answerNextEarly(Reply.json(400, "{\"error\":\"no\"}"));
            client.send(
                    "POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nbeginning".getBytes(UTF_8));

            RawResponse got = client.receive();

            assertThat(got.status()).isEqualTo(400);
            assertThat(got.text()).isEqualTo("{\"error\":\"no\"}");
        }
    }

    @Test
    void endsACallWhoseClientLeftBetweenTwoAttempts() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain");
        stage.upstream().answerNext(Reply.json(429, "{}").header("Retry-After", "3"));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            stage.upstream().awaitRequest(SOON);
        }

        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
        Thread.sleep(3_200);
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void refusesABrokenEscapeInAPath() throws Exception {
        RelayTomcat relay = stage.relay();
        assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/x%zz")).status())
                .isEqualTo(400);
    }

    /** An upstream whose answer comes whole, though the call has been given up. */
    private record GoesOnAfterItsHead(String header) implements UpstreamClient {
        @Override
        public UpstreamCall send(UpstreamRequest request, UpstreamListener listener) {
            new Thread(
                            () -> {
                                Headers headers = new Headers(
                                        List.of(new Header("X-Long", header), new Header("Content-Length", "2")));
                                listener.onHead(new ResponseHead(200, headers));
                                listener.onPiece(ByteBuffer.wrap("{}".getBytes(UTF_8)), () -> {});
                                listener.onEnd();
                            },
                            "upstream")
                    .start();
            return new Deaf();
        }

        @Override
        public void closeIdle() {}

        @Override
        public Runnable after(Duration pause, Runnable task) {
            return () -> {};
        }
    }

    private static final class Deaf implements UpstreamCall {
        @Override
        public void write(ByteBuffer piece, Runnable whenTaken) {
            whenTaken.run();
        }

        @Override
        public void endBody() {}

        @Override
        public void cancel(String reason) {}

        @Override
        public void endWithin(Duration longest) {}
    }
}
