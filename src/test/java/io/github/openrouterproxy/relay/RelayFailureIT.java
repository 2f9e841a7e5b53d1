package io.github.openrouterproxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.machine.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the relay promises when something goes wrong. */
class RelayFailureIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @Test
    void answers502WhenTheUpstreamCannotBeReached() throws Exception {
        RelayTomcat relay = stage.relayTo("http://127.0.0.1:" + FreePort.next() + "/v1", "RETRY_MAX_ATTEMPTS", "1");
        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.header("Content-Type")).isEqualTo("application/json");
        assertThat(got.text()).contains("\"type\":\"upstream_unreachable\"", "\"code\":502");
        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.outcome()).isInstanceOf(Outcome.UpstreamFailed.class);
        assertThat(record.attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.failure()).startsWith("the upstream cannot be reached"));
        assertThat(got.header("X-Request-Id")).isEqualTo(record.id().toString());
    }

    @Test
    void answers502WhenTheUpstreamClosesWithoutAnAnswer() throws Exception {
        RelayTomcat relay = stage.relay("RETRY_MAX_ATTEMPTS", "1");
        stage.upstream().answerNext(Reply.raw(new byte[0]).close());

        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains("upstream_unreachable");
    }

    @Test
    void neitherRetriesNorUnderstandsAnAnswerThatIsNotHttp() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.raw("HTTP/1.1 200 OK\r\nX: \u0001\r\n\r\n".getBytes(UTF_8)));

        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text())
                .contains("upstream_invalid_response", "cannot be understood: it is not HTTP")
                .doesNotContain("@", "127.0.0.1");
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void answers504WhenNoHeadComesInTime() throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "300ms");
        stage.upstream().answerNext(Reply.silence());

        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.status()).isEqualTo(504);
        assertThat(got.text()).contains("\"type\":\"upstream_timeout\"");
        assertThat(relay.recorder().nextEnded().outcome())
                .isEqualTo(new Outcome.UpstreamFailed("the upstream was silent for 300 ms"));
        assertThat(stage.upstream().awaitDisconnect(SOON)).isNotNull();
    }

    @Test
    void cutsAStreamThatTheUpstreamBrokeOff() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answerNext(Reply.events()
                        .piece("data: half\n\n")
                        .pause(Duration.ofMillis(50))
                        .reset());

        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.text()).isEqualTo("data: half\n\n");
        assertThat(got.complete()).isFalse();
        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.outcome())
                .isEqualTo(
                        new Outcome.UpstreamFailed("the upstream broke off before the end: it closed the connection"));
        assertThat(new String(record.responseBody().bytes(), UTF_8)).isEqualTo("data: half\n\n");
    }

    @Test
    void cutsAnAnswerShorterThanItsLength() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answerNext(Reply.status(200).declaring(100).piece("only this").close());

        try (RawClient client = RawClient.connect(relay.port())) {
            RawResponse got = client.call(RawRequest.post("/v1/chat/completions", "{}"));

            assertThat(got.text()).isEqualTo("only this");
            assertThat(got.complete()).isFalse();
            assertThat(client.isClosedWithin(SOON)).isTrue();
        }
        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.outcome()).isInstanceOf(Outcome.UpstreamFailed.class);
        assertThat(new String(record.responseBody().bytes(), UTF_8)).isEqualTo("only this");
    }

    @Test
    void cutsAnAnswerBrokenOffRightAfterItsHead() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.events().reset());

        try (RawClient client = RawClient.connect(relay.port())) {
            RawResponse got = client.call(RawRequest.post("/v1/chat/completions", "{}"));
            assertThat(got.complete()).isFalse();
        }
    }

    /** For want of chunks the end of the connection is the end of the answer, unless it is a reset. */
    @Test
    void resetsTheConnectionOfAClientThatKnowsNoOtherEnd() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answer(request -> Reply.events()
                        .piece("data: half\n\n")
                        .pause(Duration.ofMillis(50))
                        .reset());
        RawRequest call = RawRequest.http10("POST", "/v1/chat/completions").body("{}");

        RawResponse got = RawClient.call(relay.port(), call);

        assertThat(got.headers().contains("Transfer-Encoding")).isFalse();
        assertThat(got.text()).isEqualTo("data: half\n\n");
        assertThat(got.complete()).isFalse();
    }

    @Test
    void cutsAStreamThatFallsSilent() throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "300ms");
        stage.upstream().answerNext(Reply.events().piece("data: 1\n\n").stall());

        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.text()).isEqualTo("data: 1\n\n");
        assertThat(got.complete()).isFalse();
        assertThat(relay.recorder().nextEnded().outcome())
                .isEqualTo(new Outcome.UpstreamFailed("the upstream was silent for 300 ms"));
    }

    @Test
    void cancelsTheUpstreamWhenTheClientHasGone() throws Exception {
        RelayTomcat relay = stage.relay();
        Reply reply = Reply.events();
        for (int i = 0; i < 200; i++) {
            reply.piece("data: " + i + "\n\n").pause(Duration.ofMillis(20));
        }
        stage.upstream().answerNext(reply);
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            client.receiveHead();
            client.reset();
        }

        assertThat(stage.upstream().awaitDisconnect(Duration.ofSeconds(2))).isNotNull();
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    @Test
    void noticesThatTheClientHasGoneWhileTheUpstreamIsSilent() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.silence());
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            stage.upstream().awaitRequest(SOON);
        }

        assertThat(stage.upstream().awaitDisconnect(Duration.ofSeconds(2))).isNotNull();
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    @Test
    void losesNothingOfTheNextRequestWhenItLooksForTheClient() throws Exception {
        RelayTomcat relay = stage.relay();
        try (RawClient client = RawClient.connect(relay.port())) {
            stage.upstream().answerNext(Reply.json(200, "{\"answer\":1}").after(Duration.ofMillis(1300)));
            stage.upstream().answerNext(Reply.json(200, "{\"answer\":2}"));
            client.send(RawRequest.post("/v1/chat/completions", "{\"call\":1}").bytes());
            stage.upstream().awaitRequest(SOON);
            client.send(RawRequest.post("/v1/chat/completions", "{\"call\":2}").bytes());

            assertThat(client.receive().text()).isEqualTo("{\"answer\":1}");
            assertThat(client.receive().text()).isEqualTo("{\"answer\":2}");
            assertThat(stage.upstream().awaitRequest(SOON).text()).isEqualTo("{\"call\":2}");
        }
    }

    @Test
    void readsOnForTheRecordWhenToldToDrain() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain");
        Reply reply = Reply.events();
        for (int i = 0; i < 40; i++) {
            reply.piece("data: " + i + "\n\n").pause(Duration.ofMillis(10));
        }
        stage.upstream().answerNext(reply.piece("data: [DONE]\n\n"));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            client.receiveHead();
            client.reset();
        }

        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.outcome()).isEqualTo(new Outcome.ClientDisconnected());
        assertThat(new String(record.responseBody().bytes(), UTF_8)).endsWith("data: 39\n\ndata: [DONE]\n\n");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        RelayTomcat relay = stage.relay("MAX_REQUEST_BYTES", "10");
        RawResponse declared = RawClient.call(relay.port(), RawRequest.post("/v1/files", "12345678901"));
        RawResponse chunked = RawClient.call(
                relay.port(), RawRequest.of("POST", "/v1/files").chunked("b\r\n12345678901\r\n0\r\n\r\n"));

        assertThat(declared.status()).isEqualTo(413);
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void sendsAStreamsPiecesAtOnceButItsEndOnlyWhenRecorded() throws Exception {
        RelayTomcat relay = stage.relay();
        try (RawClient client = RawClient.connect(relay.port())) {
            relay.recorder().hold();
            stage.upstream().answerNext(Reply.events().piece("data: all\n\n"));
            BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            CompletableFuture<RawResponse> answer =
                    receive(client, arrival -> arrived.add(new String(arrival.bytes(), UTF_8)));
            relay.recorder().nextEnded();

            assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("data: all\n\n");
            assertThatThrownBy(() -> answer.get(150, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            relay.recorder().settleNext();
            assertThat(answer.get(5, TimeUnit.SECONDS).complete()).isTrue();
        }
    }

    @Test
    void keepsTheLastBytesOfAnAnswerOfKnownLengthUntilRecorded() throws Exception {
        RelayTomcat relay = stage.relay();
        try (RawClient client = RawClient.connect(relay.port())) {
            relay.recorder().hold();
            stage.upstream()
                    .answerNext(Reply.status(200)
                            .declaring(8)
                            .piece("half")
                            .pause(Duration.ofMillis(50))
                            .piece("full"));
            BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            CompletableFuture<RawResponse> answer =
                    receive(client, arrival -> arrived.add(new String(arrival.bytes(), UTF_8)));
            relay.recorder().nextEnded();

            assertThatThrownBy(() -> answer.get(150, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(arrived).containsExactly("half");
            relay.recorder().settleNext();
            assertThat(answer.get(5, TimeUnit.SECONDS).text()).isEqualTo("halffull");
        }
    }

    @Test
    void cutsAnAnswerThatIsNotToEndUnrecorded() throws Exception {
        RelayTomcat relay = stage.relay("RECORD_FAILURE", "closed");
        for (Reply reply : List.of(Reply.events().piece("data: all\n\n"), Reply.json(200, "{\"whole\":true}"))) {
            try (RawClient client = RawClient.connect(relay.port())) {
                relay.recorder().hold();
                stage.upstream().answerNext(reply);

                client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
                CompletableFuture<RawResponse> answer = receive(client, arrival -> {});
                assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.Completed.class);
                relay.recorder().failNext();

                assertThat(answer.get(5, TimeUnit.SECONDS).complete()).isFalse();
            }
        }
    }

    @Test
    void cutsARefusalOfOurOwnThatIsNotToEndUnrecorded() throws Exception {
        RelayTomcat relay = stage.relay("RECORD_FAILURE", "closed", "MAX_REQUEST_BYTES", "1");
        relay.recorder().hold();
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            CompletableFuture<RawResponse> answer = receive(client, arrival -> {});
            assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.Refused.class);
            relay.recorder().failNext();

            assertThat(answer.get(5, TimeUnit.SECONDS).complete()).isFalse();
        }
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
            relay.recorder().settleNext();

            assertThat(client.receive().status()).isEqualTo(413);
        }
    }

    @Test
    void answers502WhereTheUpstreamsNameDoesNotExist() throws Exception {
        RelayTomcat relay =
                stage.relayTo("http://no-such-name.invalid/v1", "RETRY_MAX_WAIT", "10ms", "CONNECT_TIMEOUT", "60s");

        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains("\"type\":\"upstream_unreachable\"", "its host name is unknown");
        assertThat(got.header("x-should-retry")).isEqualTo("false");
        assertThat(relay.recorder().nextEnded().attempts())
                .hasSize(3)
                .allSatisfy(attempt -> assertThat(attempt.failure()).contains("its host name is unknown"));
    }

    private static CompletableFuture<RawResponse> receive(RawClient client, Consumer<RawResponse.Arrival> onArrival) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.receive(onArrival);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void refusesCallsItCannotRecordWhenToldSo() throws Exception {
        RelayTomcat relay = stage.relay("RECORD_FAILURE", "closed");
        relay.recorder().refuse();

        RawResponse got = RawClient.call(relay.port(), RawRequest.post("/v1/chat/completions", "{}"));

        assertThat(got.status()).isEqualTo(503);
        assertThat(got.header("Retry-After")).isEqualTo("1");
        assertThat(stage.upstream().requests()).isEmpty();
    }
}
