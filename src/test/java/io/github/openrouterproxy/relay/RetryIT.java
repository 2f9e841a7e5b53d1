package io.github.openrouterproxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trying again, and above all: when not to. */
class RetryIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{\"model\":\"m\"}");

    private FakeUpstream upstream;

    @BeforeEach
    void startUpstream() throws Exception {
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void stopUpstream() throws Exception {
        upstream.close();
    }

    @Test
    void triesAgainUntilAnAnswerIsGoodAndRecordsEveryAttempt() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString())) {
            upstream.answerNext(Reply.json(429, "{\"error\":1}").header("retry-after-ms", "30"));
            upstream.answerNext(Reply.raw(new byte[0]).close());
            upstream.answerNext(Reply.json(200, "{\"ok\":true}"));

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.status()).isEqualTo(200);
            assertThat(got.text()).isEqualTo("{\"ok\":true}");
            assertThat(upstream.requests())
                    .hasSize(3)
                    .allMatch(seen -> seen.text().equals("{\"model\":\"m\"}"));
            CapturedExchange record = relay.recorder().nextEnded();
            assertThat(record.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
            assertThat(record.attempts()).extracting(Attempt::status).containsExactly(429, null, 200);
            assertThat(record.attempts().get(1).pause()).isEqualTo(Duration.ofMillis(30));
            assertThat(record.attempts().get(1).failure()).startsWith("the upstream cannot be reached");
            assertThat(new String(record.responseBody().bytes(), UTF_8)).isEqualTo("{\"ok\":true}");
        }
    }

    @Test
    void passesTheLastAnswerOnAndTellsTheSdkNotToTryAgain() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString())) {
            for (int i = 1; i <= 3; i++) {
                upstream.answerNext(Reply.json(503, "{\"attempt\":" + i + "}")
                        .header("Retry-After", "0")
                        .header("x-should-retry", "true"));
            }

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.status()).isEqualTo(503);
            assertThat(got.text()).isEqualTo("{\"attempt\":3}");
            assertThat(got.headers().all("x-should-retry")).containsExactly("false");
            assertThat(got.header("Retry-After")).isEqualTo("0");
        }
    }

    @Test
    void passesAnAnswerOnThatAsksForTooMuchPatience() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString())) {
            upstream.answerNext(Reply.json(429, "{}").header("Retry-After", "60"));

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.status()).isEqualTo(429);
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void resendsAnUploadThatCameInPieces() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString())) {
            upstream.answerNext(Reply.json(502, "{}").header("Retry-After", "0"));
            upstream.answerNext(Reply.json(200, "{}"));
            byte[] body = "x".repeat(300_000).getBytes(UTF_8);

            RawResponse got = RawClient.call(
                    relay.port(), RawRequest.of("POST", "/v1/files").body(body));

            assertThat(got.status()).isEqualTo(200);
            assertThat(upstream.requests()).hasSize(2).allMatch(seen -> seen.body().length == body.length);
        }
    }

    @Test
    void doesNotResendABodyItDoesNotHold() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString(), "MAX_RECORDED_BYTES", "1KB")) {
            upstream.answerNext(Reply.json(502, "{}").header("Retry-After", "0"));

            RawResponse got = RawClient.call(
                    relay.port(), RawRequest.of("POST", "/v1/files").body("x".repeat(300_000)));

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.headers().contains("x-should-retry")).isFalse();
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void neverRetriesOnceAPieceHasGoneOut() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString())) {
            upstream.answerNext(Reply.events()
                    .piece("data: 1\n\n")
                    .pause(Duration.ofMillis(30))
                    .reset());

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.complete()).isFalse();
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void answersOnceAConnectionHasGoneStale() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString(), "RETRY_MAX_ATTEMPTS", "1")) {
            upstream.answerNext(Reply.json(200, "{}"));
            RawClient.call(relay.port(), CALL);
            upstream.answerNext(Reply.raw(new byte[0]).close());
            upstream.answerNext(Reply.json(200, "{\"again\":true}"));

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.text()).isEqualTo("{\"again\":true}");
        }
    }

    @Test
    void stopsTryingWhenTheClientsTimeIsUp() throws Exception {
        try (RelayTomcat relay = RelayTomcat.start(upstream.base().toString())) {
            upstream.answerNext(Reply.json(503, "{}").header("Retry-After", "2"));

            RawResponse got = RawClient.call(
                    relay.port(),
                    RawRequest.post("/v1/chat/completions", "{}").header("x-stainless-read-timeout", "1"));

            assertThat(got.status()).isEqualTo(503);
            assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.Completed());
        }
    }
}
