package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.relay.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.tls.FakeProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trying again, and above all: when not to. */
class RetryIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{\"model\":\"m\"}");

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @Test
    void triesAgainUntilAnAnswerIsGoodAndRecordsEveryAttempt() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(429, "{\"error\":1}").header("retry-after-ms", "30"));
        stage.upstream().answerNext(Reply.raw(new byte[0]).close());
        stage.upstream().answerNext(Reply.json(200, "{\"ok\":true}"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).isEqualTo("{\"ok\":true}");
        assertThat(stage.upstream().requests())
                .hasSize(3)
                .allMatch(seen -> seen.text().equals("{\"model\":\"m\"}"));
        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
        assertThat(record.attempts()).extracting(Attempt::status).containsExactly(429, null, 200);
        assertThat(record.attempts().get(1).pause()).isEqualTo(Duration.ofMillis(30));
        assertThat(record.attempts().get(1).failure()).startsWith("the upstream cannot be reached");
        assertThat(new String(record.responseBody().bytes(), UTF_8)).isEqualTo("{\"ok\":true}");
    }

    @Test
    void passesTheLastAnswerOnAndTellsTheSdkNotToTryAgain() throws Exception {
        RelayTomcat relay = stage.relay();
        for (int i = 1; i <= 3; i++) {
            stage.upstream()
                    .answerNext(Reply.json(503, "{\"attempt\":" + i + "}")
                            .header("Retry-After", "0")
                            .header("x-should-retry", "true"));
        }

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(503);
        assertThat(got.text()).isEqualTo("{\"attempt\":3}");
        assertThat(got.headers().all("x-should-retry")).containsExactly("false");
        assertThat(got.header("Retry-After")).isEqualTo("0");
    }

    @Test
    void passesAnAnswerOnThatAsksForTooMuchPatience() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(429, "{}").header("Retry-After", "60"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(429);
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void resendsAnUploadThatCameInPieces() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(502, "{}").header("Retry-After", "0"));
        stage.upstream().answerNext(Reply.json(200, "{}"));
        byte[] body = "x".repeat(300_000).getBytes(UTF_8);

        RawResponse got =
                RawClient.call(relay.port(), RawRequest.of("POST", "/v1/files").body(body));

        assertThat(got.status()).isEqualTo(200);
        assertThat(stage.upstream().requests()).hasSize(2).allMatch(seen -> seen.body().length == body.length);
    }

    @Test
    void resendsWhatCameInChunksWithItsLength() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(502, "{}").header("Retry-After", "0"));
        stage.upstream().answerNext(Reply.json(200, "{}"));

        RawResponse got =
                RawClient.call(relay.port(), RawRequest.of("POST", "/v1/files").chunked("5\r\nhello\r\n0\r\n\r\n"));

        assertThat(got.status()).isEqualTo(200);
        assertThat(stage.upstream().requests())
                .allMatch(seen -> seen.text().equals("hello"))
                .extracting(
                        seen -> seen.headers().contains("Transfer-Encoding"),
                        seen -> seen.headers().all("Content-Length"))
                .containsExactly(tuple(true, List.of()), tuple(false, List.of("5")));
    }

    @Test
    void doesNotResendABodyItDoesNotHold() throws Exception {
        RelayTomcat relay = stage.relay("MAX_RECORDED_BYTES", "1KB");
        stage.upstream().answerNext(Reply.json(502, "{}").header("Retry-After", "0"));

        RawResponse got =
                RawClient.call(relay.port(), RawRequest.of("POST", "/v1/files").body("x".repeat(300_000)));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.headers().contains("x-should-retry")).isFalse();
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void neverRetriesOnceAPieceHasGoneOut() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answerNext(Reply.events()
                        .piece("data: 1\n\n")
                        .pause(Duration.ofMillis(30))
                        .reset());

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.complete()).isFalse();
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    /** The upstream closes an idle connection at the very moment when the next call goes out on it. */
    @Test
    void answersOnceAConnectionHasGoneStale() throws Exception {
        RelayTomcat relay = relayWithIdleConnections(1);
        stage.upstream().answerNext(Reply.raw(new byte[0]).close());
        stage.upstream().answerNext(Reply.json(200, "{\"again\":true}"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.text()).isEqualTo("{\"again\":true}");
        assertThat(stage.upstream().requests())
                .extracting(SeenRequest::connection)
                .containsExactly(1, 2);
        assertThat(relay.recorder().nextEnded().attempts())
                .extracting(Attempt::status, Attempt::pause)
                .containsExactly(tuple(null, Duration.ZERO), tuple(200, Duration.ZERO));
    }

    /** After two of them nobody tries the others. */
    @Test
    void answersOnceManyConnectionsHaveGoneStale() throws Exception {
        RelayTomcat relay = relayWithIdleConnections(9);
        stage.upstream()
                .answer(seen ->
                        seen.connection() <= 9 ? Reply.raw(new byte[0]).close() : Reply.json(200, "{\"again\":true}"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.text()).isEqualTo("{\"again\":true}");
        assertThat(got.headers().contains("x-should-retry")).isFalse();
        assertThat(relay.recorder().nextEnded().attempts())
                .extracting(Attempt::number, Attempt::status, Attempt::pause)
                .containsExactly(
                        tuple(1, null, Duration.ZERO), tuple(2, null, Duration.ZERO), tuple(3, 200, Duration.ZERO));
    }

    /** What has been at work on a call would be at work on it twice. */
    @Test
    void doesNotTakeAnUpstreamThatThoughtForAConnectionThatHadGoneStale() throws Exception {
        RelayTomcat relay = relayWithIdleConnections(1);
        stage.upstream()
                .answerNext(Reply.raw(new byte[0]).pause(Duration.ofSeconds(1)).close());

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(502);
        assertThat(stage.upstream().requests())
                .extracting(SeenRequest::connection)
                .containsExactly(1);
    }

    @Test
    void takesTheAccidentThatFollowsAStaleConnectionForTheUpstreamsOwn() throws Exception {
        RelayTomcat relay = relayWithIdleConnections(1);
        stage.upstream().answer(seen -> Reply.raw(new byte[0]).close());

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(502);
        assertThat(stage.upstream().requests()).hasSize(2);
    }

    /** One that never retries. Of no more connections than said: without that limit one call may open two. */
    private RelayTomcat relayWithIdleConnections(int count) throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .with("RETRY_MAX_ATTEMPTS", "1")
                .limits(new UpstreamLimits(count, 100, Duration.ofMinutes(5), Duration.ofMinutes(5))));
        CountDownLatch gate = new CountDownLatch(1);
        stage.upstream().answer(seen -> Reply.events().await(gate).piece("{}"));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = RawClient.connect(relay.port());
            clients.add(client);
            client.send(CALL.bytes());
        }
        eventually(
                "a connection for each call", () -> stage.upstream().requests().size() == count);
        gate.countDown();
        for (RawClient client : clients) {
            client.receive();
            client.close();
            relay.recorder().nextEnded();
        }
        eventually(() -> "all are idle: " + relay.idleConnections(), () -> relay.idleConnections() == count);
        stage.upstream().forgetRequests();
        stage.upstream().answer(seen -> Reply.json(200, "{}"));
        return relay;
    }

    /** On a new connection the same accident says that the upstream is in trouble, not the connection. */
    @Test
    void takesAnAccidentOnANewConnectionForTheUpstreamsOwn() throws Exception {
        RelayTomcat relay = stage.relay("RETRY_MAX_ATTEMPTS", "1");
        stage.upstream().answerNext(Reply.raw(new byte[0]).close());

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(502);
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void tellsTheSdkNotToTryAgainWhenEveryAttemptFailed() throws Exception {
        RelayTomcat relay = stage.relay("RETRY_MAX_WAIT", "10ms");
        for (int i = 1; i <= 3; i++) {
            stage.upstream().answerNext(Reply.raw(new byte[0]).close());
        }

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.headers().all("x-should-retry")).containsExactly("false");
        assertThat(relay.recorder().nextEnded().attempts())
                .hasSize(3)
                .allSatisfy(attempt -> assertThat(attempt.failure()).startsWith("the upstream cannot be reached"));
    }

    @Test
    void doesNotTryAgainWhatItCannotSendAgainWhenTheConnectionBreaks() throws Exception {
        RelayTomcat relay = stage.relay("MAX_RECORDED_BYTES", "1KB");
        stage.upstream().answerNext(Reply.raw(new byte[0]).close());

        RawResponse got =
                RawClient.call(relay.port(), RawRequest.of("POST", "/v1/files").body("x".repeat(300_000)));

        assertThat(got.status()).isEqualTo(502);
        assertThat(got.headers().contains("x-should-retry")).isFalse();
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void obeysADateAsWellAsANumber() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(429, "{}").header("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(200);
        assertThat(relay.recorder().nextEnded().attempts().get(1).pause()).isZero();
    }

    @Test
    void doesNotTryAProxyAgainThatWantsAnotherPassword() throws Exception {
        try (FakeProxy proxy = FakeProxy.start("someone", "secret")) {
            RelayTomcat relay = stage.relay("UPSTREAM_PROXY", "http://someone:wrong@127.0.0.1:" + proxy.port());

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.text()).contains("upstream_unreachable");
            assertThat(proxy.requests()).hasSize(1);
            assertThat(relay.recorder().nextEnded().attempts()).hasSize(1);
        }
    }

    @Test
    void doesNotTryAProxyAgainThatDeniesATunnel() throws Exception {
        try (FakeProxy proxy = FakeProxy.start("someone", "secret")) {
            RelayTomcat relay = stage.relayTo(
                    "https://127.0.0.1:1/v1", "UPSTREAM_PROXY", "http://someone:wrong@127.0.0.1:" + proxy.port());

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.status()).isEqualTo(502);
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void stopsTryingWhenTheClientsTimeIsUp() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(503, "{}").header("Retry-After", "2"));

        RawResponse got = RawClient.call(
                relay.port(), RawRequest.post("/v1/chat/completions", "{}").header("x-stainless-read-timeout", "1"));

        assertThat(got.status()).isEqualTo(503);
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.Completed());
    }
}
