package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.recorder.InFlightCall;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.machine.FreePort;
import io.github.openrouterproxy.testing.tls.FakeProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trying again, and above all: when not to. */
class RetryIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{\"model\":\"m\"}");

    private static final int MORE_THAN_IS_KEPT = 300_000;

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

    @ParameterizedTest
    @CsvSource({"500,false", "504,false", "409,false", "408,false", "400,", "404,", "200,"})
    void tellsTheSdkNotToTryAgainWhateverFailureComesLast(int last, String told) throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(503, "{}").header("Retry-After", "0"));
        stage.upstream().answerNext(Reply.json(last, "{}"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(last);
        assertThat(got.headers().first("x-should-retry")).isEqualTo(Optional.ofNullable(told));
    }

    @Test
    void passesAnAnswerOnThatAsksForTooMuchPatience() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(429, "{}").header("Retry-After", "60"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(429);
        assertThat(got.headers().contains("x-should-retry")).isFalse();
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void tellsTheSdkNotToTryAgainWhenALaterAnswerAsksForTooMuchPatience() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.json(503, "{}").header("Retry-After", "0"));
        stage.upstream().answerNext(Reply.json(429, "{}").header("Retry-After", "60"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(429);
        assertThat(got.headers().all("x-should-retry")).containsExactly("false");
        assertThat(stage.upstream().requests()).hasSize(2);
    }

    @Test
    void tellsTheSdkNothingWhereItNeverTriesAgain() throws Exception {
        RelayTomcat relay = stage.relay("RETRY_MAX_ATTEMPTS", "1");
        stage.upstream().answerNext(Reply.json(503, "{}").header("x-should-retry", "true"));

        assertThat(RawClient.call(relay.port(), CALL).headers().all("x-should-retry"))
                .containsExactly("true");
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
        assertThat(got.headers().contains("x-should-retry")).isFalse();
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.Completed());
    }

    @Test
    void uploadsWaitForTheirEndWhereAllOfThemIsKept() throws Exception {
        RelayTomcat relay = stage.relay("RETRY_MAX_WAIT", "10ms");
        stage.upstream().answerNextEarly(Reply.raw(new byte[0]).close());
        try (RawClient client = begin(relay, "Transfer-Encoding: chunked", chunk(1000))) {
            eventually("the first attempt failed", failed(relay.recorder().nextBegun()));
            stage.upstream().answerNext(Reply.json(200, "{}"));
            client.send(chunk(MORE_THAN_IS_KEPT));
            client.send("0\r\n\r\n".getBytes(UTF_8));

            assertThat(client.receive().status()).isEqualTo(200);
        }
        assertThat(stage.upstream().requests().get(1).body()).hasSize(1000 + MORE_THAN_IS_KEPT);
    }

    @Test
    void uploadsAreAnsweredAtOnceWhereTheyAreLongerThanWhatIsKept() throws Exception {
        RelayTomcat relay = stage.relay(unreachable().with("MAX_RECORDED_BYTES", "64KB"));
        try (RawClient client = begin(relay, "Content-Length: " + MORE_THAN_IS_KEPT, new byte[1000])) {
            assertRefused(relay, client.receive());
        }
    }

    @Test
    void uploadsAreAnsweredAsSoonAsMoreHasComeThanIsKept() throws Exception {
        RelayTomcat relay = stage.relay(unreachable().with("MAX_RECORDED_BYTES", "64KB"));
        try (RawClient client = begin(relay, "Transfer-Encoding: chunked", chunk(1000))) {
            eventually("the first attempt failed", failed(relay.recorder().nextBegun()));
            client.send(chunk(MORE_THAN_IS_KEPT));

            assertRefused(relay, client.receive());
        }
    }

    @Test
    void uploadsAreAnsweredAsSoonAsThereIsNoMemoryLeftForThem() throws Exception {
        RelayTomcat relay = stage.relay(unreachable().within(new CaptureBudget(10_000_000, 64_000)));
        try (RawClient client = begin(relay, "Content-Length: " + MORE_THAN_IS_KEPT, new byte[1000])) {
            eventually("the first attempt failed", failed(relay.recorder().nextBegun()));
            client.send(new byte[200_000]);

            assertRefused(relay, client.receive());
        }
    }

    @Test
    void uploadsAreAnsweredWhereTheRestCameBehindAConnectionThatHadGoneStale() throws Exception {
        RelayTomcat relay = stage.relay("MAX_RECORDED_BYTES", "64KB");
        assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/models")).status())
                .isEqualTo(200);
        eventually("it lies idle", () -> relay.idleConnections() == 1);
        relay.recorder().nextBegun();
        relay.recorder().nextEnded();
        stage.upstream().answerNextEarly(Reply.raw(new byte[0]).close());
        try (RawClient client = begin(relay, "Transfer-Encoding: chunked", chunk(1000))) {
            eventually("the first attempt failed", failed(relay.recorder().nextBegun()));
            client.send(chunk(MORE_THAN_IS_KEPT));

            assertRefused(relay, client.receive());
        }
        assertThat(stage.upstream().requests()).hasSize(2);
    }

    /** The dice are thrown when it is decided that there will be another attempt. */
    @Test
    void uploadsAreAnsweredWhereAllOfTheRestComesWhileTheNextAttemptIsDecidedOn() throws Exception {
        RawClient[] client = new RawClient[1];
        RelayTomcat relay =
                stage.relay(unreachable().with("MAX_RECORDED_BYTES", "64KB").dice(() -> {
                    try {
                        client[0].send(chunk(MORE_THAN_IS_KEPT));
                        client[0].send("0\r\n\r\n".getBytes(UTF_8));
                        Thread.sleep(500);
                        return 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        client[0] = RawClient.connect(relay.port());
        try (RawClient sender = client[0]) {
            sender.send(head("Transfer-Encoding: chunked"));
            sender.send(chunk(1000));

            assertRefused(relay, sender.receive());
        }
    }

    private static RelayTomcat.Plan unreachable() throws IOException {
        return RelayTomcat.to("http://127.0.0.1:" + FreePort.next() + "/v1")
                .with("RETRY_MAX_ATTEMPTS", "4", "RETRY_MAX_WAIT", "10ms");
    }

    private static RawClient begin(RelayTomcat relay, String framing, byte[] first) throws IOException {
        RawClient client = RawClient.connect(relay.port());
        client.send(head(framing));
        client.send(first);
        return client;
    }

    private static byte[] head(String framing) {
        return ("POST /v1/files HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n").getBytes(UTF_8);
    }

    private static byte[] chunk(int length) {
        return (Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n").getBytes(UTF_8);
    }

    private static BooleanSupplier failed(InFlightCall call) {
        return () -> call.snapshot().attempts().size() == 1;
    }

    private static void assertRefused(RelayTomcat relay, RawResponse got) throws InterruptedException {
        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains("\"type\":\"upstream_unreachable\"");
        assertThat(got.headers().contains("x-should-retry")).isFalse();
        assertThat(relay.recorder().nextEnded().attempts())
                .extracting(Attempt::failure)
                .singleElement()
                .asString()
                .startsWith("the upstream cannot be reached");
    }
}
