package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.atRest;
import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A client goes away at every stage of a call: how soon the upstream is let go, or how it is read on. */
class ClientGoneIT {
    /** A second, and half of one for two busy cores. */
    private static final Duration AT_ONCE = Duration.ofMillis(1500);

    private static final Duration DRAIN = Duration.ofSeconds(1);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");
    private static final int MEGABYTES = 48;

    private enum Leaving {
        IN_ORDER {
            @Override
            void leave(RawClient client) throws IOException {
                client.close();
            }
        },
        ABRUPTLY {
            @Override
            void leave(RawClient client) throws IOException {
                client.reset();
            }
        };

        abstract void leave(RawClient client) throws IOException;
    }

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @ParameterizedTest
    @EnumSource
    void cancelsBeforeTheHead(Leaving leaving, TestReporter reporter) throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.silence());
        RawClient client = RawClient.connect(relay.port());
        client.send(CALL.bytes());
        stage.upstream().awaitRequest(SOON);

        leaves(client, leaving, reporter);

        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    @ParameterizedTest
    @EnumSource
    void cancelsBetweenTwoPieces(Leaving leaving, TestReporter reporter) throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.events().piece("data: 1\n\n").stall());
        RawClient client = RawClient.connect(relay.port());
        client.send(CALL.bytes());
        client.receiveHead();

        leaves(client, leaving, reporter);

        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.outcome()).isEqualTo(new Outcome.ClientDisconnected());
        assertThat(new String(record.responseBody().bytes(), UTF_8)).isEqualTo("data: 1\n\n");
    }

    @ParameterizedTest
    @EnumSource
    void cancelsDuringTheUpload(Leaving leaving, TestReporter reporter) throws Exception {
        RelayTomcat relay = stage.relay();
        RawClient client = beginUpload(relay);

        leaves(client, leaving, reporter);

        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.outcome()).isEqualTo(new Outcome.ClientDisconnected());
        assertThat(new String(record.requestBody().bytes(), UTF_8)).isEqualTo("half");
        assertThat(stage.upstream().requests()).isEmpty();
    }

    /** What it has not read makes every way of leaving an abrupt one. */
    @Test
    void cancelsWhileTheClientReadsSlowly(TestReporter reporter) throws Exception {
        RelayTomcat relay = stage.relay("MAX_RECORDED_BYTES", "1MB");
        RawClient client = beginNotReading(relay, new AtomicInteger());

        leaves(client, Leaving.IN_ORDER, reporter);

        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    /** A line end too many, as some clients send, and calls that wait for their turn. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "50, false", "50, true"})
    void cancelsThoughTheClientHasSentMore(int calls, boolean later, TestReporter reporter) throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.silence());
        RawClient client =
                beginSilent(relay, calls == 1 ? "\r\n" : new String(CALL.bytes(), UTF_8).repeat(calls), later);

        leaves(client, Leaving.IN_ORDER, reporter);

        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @Test
    void cancelsBetweenTwoPiecesThoughTheClientHasSentMore(TestReporter reporter) throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.events().piece("data: 1\n\n").stall());
        RawClient client = beginSilent(relay, "\r\n", true);
        client.receiveHead();

        leaves(client, Leaving.ABRUPTLY, reporter);

        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    @Test
    void readsOnThoughTheClientHasSentMoreWhenToldToDrain() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain");
        stage.upstream().answerNext(Reply.json(200, "{\"usage\":1}").after(Duration.ofMillis(2500)));
        beginSilent(relay, "\r\n", true).close();

        isDrained(relay.recorder().nextEnded(), "{\"usage\":1}");
    }

    @Test
    void readsOnBeforeTheHeadWhenToldToDrain() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain");
        stage.upstream().answerNext(Reply.json(200, "{\"usage\":1}").after(Duration.ofMillis(1200)));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(CALL.bytes());
            stage.upstream().awaitRequest(SOON);
        }

        isDrained(relay.recorder().nextEnded(), "{\"usage\":1}");
    }

    @Test
    void readsOnBetweenTwoPiecesWhenToldToDrain() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain");
        stage.upstream()
                .answerNext(Reply.events()
                        .piece("data: 1\n\n")
                        .pause(Duration.ofMillis(1200))
                        .piece("data: 2\n\n"));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(CALL.bytes());
            client.receiveHead();
        }

        isDrained(relay.recorder().nextEnded(), "data: 1\n\ndata: 2\n\n");
    }

    @Test
    void readsOnForASlowReaderWhenToldToDrain() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain", "MAX_RECORDED_BYTES", "1MB");
        AtomicInteger sent = new AtomicInteger();
        RawClient client = beginNotReading(relay, sent);
        assertThat(sent.get()).isLessThan(MEGABYTES);

        client.close();

        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.outcome()).isEqualTo(new Outcome.ClientDisconnected());
        assertThat(record.responseBody().length()).isEqualTo((long) MEGABYTES << 20);
    }

    /** A request that is not whole gets no answer worth waiting for. */
    @Test
    void cancelsDuringTheUploadEvenWhenToldToDrain() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain");
        RawClient client = beginUpload(relay);

        client.close();

        assertThat(stage.upstream().awaitDisconnect(AT_ONCE)).isNotNull();
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    @Test
    void drainsNoLongerThanItMay() throws Exception {
        RelayTomcat relay = stage.relay("ON_CLIENT_DISCONNECT", "drain", "DRAIN_TIMEOUT", DRAIN.toMillis() + "ms");
        Reply endless = Reply.events();
        for (int i = 0; i < 400; i++) {
            endless.piece("data: 1\n\n").pause(Duration.ofMillis(20));
        }
        stage.upstream().answerNext(endless);
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(CALL.bytes());
            client.receiveHead();
        }

        assertThat(stage.upstream().awaitDisconnect(DRAIN.plus(AT_ONCE))).isNotNull();
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    private void leaves(RawClient client, Leaving leaving, TestReporter reporter) throws Exception {
        long start = System.nanoTime();
        leaving.leave(client);
        assertThat(stage.upstream().awaitDisconnect(AT_ONCE)).isNotNull();
        long millis = (System.nanoTime() - start) / 1_000_000;
        reporter.publishEntry("upstream let go after, ms", Long.toString(millis));
    }

    private void isDrained(CapturedExchange record, String answer) {
        assertThat(record.outcome()).isEqualTo(new Outcome.ClientDisconnected());
        assertThat(new String(record.responseBody().bytes(), UTF_8)).isEqualTo(answer);
    }

    /** @param later whether what follows comes when the call is under way, and has been looked at once or twice */
    private RawClient beginSilent(RelayTomcat relay, String more, boolean later) throws Exception {
        RawClient client = RawClient.connect(relay.port());
        if (later) {
            client.send(CALL.bytes());
            stage.upstream().awaitRequest(SOON);
            client.send(more.getBytes(UTF_8));
            TimeUnit.MILLISECONDS.sleep(1200);
        } else {
            client.send((new String(CALL.bytes(), UTF_8) + more).getBytes(UTF_8));
            stage.upstream().awaitRequest(SOON);
        }
        return client;
    }

    private RawClient beginUpload(RelayTomcat relay) throws Exception {
        RawClient client = RawClient.connect(relay.port());
        client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf".getBytes(UTF_8));
        eventually("the upload has begun", () -> stage.upstream().connections() > 0);
        return client;
    }

    /** Asks for an answer and leaves it lying until nothing more of it fits on the way. */
    private RawClient beginNotReading(RelayTomcat relay, AtomicInteger sent) throws Exception {
        String megabyte = "x".repeat(1 << 20);
        Reply reply = Reply.events();
        for (int i = 0; i < MEGABYTES; i++) {
            reply.lateChunk(() -> {
                sent.incrementAndGet();
                return megabyte;
            });
        }
        stage.upstream().answerNext(reply);
        RawClient client = RawClient.connect(relay.port());
        client.send(CALL.bytes());
        atRest(sent);
        return client;
    }

    /** From a door that itself speaks TLS. */
    @Nested
    final class OverTls {
        /** Twice a second. */
        private static final Duration LOOKED_AT = Duration.ofMillis(1200);

        private static final int MORE_THAN_THERE_IS_ROOM_FOR = 200;

        @TempDir
        private Path folder;

        private TestCertificate certificate;
        private RelayTomcat relay;

        @BeforeEach
        void secure() throws Exception {
            certificate = TestCertificate.create(folder, "ip:127.0.0.1");
            relay = stage.relay(RelayTomcat.to(stage.base()).shows(certificate));
        }

        @Test
        void cancelsWhileTheUpstreamIsSilent() throws Exception {
            leavesASilentCall();
        }

        @Test
        void oneThatHasSentMoreKeepsNobodyFromBeingMissed() throws Exception {
            CountDownLatch missed = new CountDownLatch(1);
            stage.upstream().answerNext(Reply.events().piece("data: 1\n\n").await(missed));
            try (RawClient ahead = connect()) {
                ahead.send(CALL.bytes());
                stage.upstream().awaitRequest(SOON);
                ahead.send(CALL.bytes());
                TimeUnit.MILLISECONDS.sleep(LOOKED_AT.toMillis());
                ahead.send(new String(CALL.bytes(), UTF_8)
                        .repeat(MORE_THAN_THERE_IS_ROOM_FOR)
                        .getBytes(UTF_8));

                leavesASilentCall();

                missed.countDown();
                assertThat(ahead.receive().text()).isEqualTo("data: 1\n\n");
            }
        }

        private void leavesASilentCall() throws Exception {
            stage.upstream().answerNext(Reply.silence());
            try (RawClient client = connect()) {
                client.send(CALL.bytes());
                stage.upstream().awaitRequest(SOON);
            }
            assertThat(stage.upstream().awaitDisconnect(SOON)).isNotNull();
            assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
        }

        private RawClient connect() throws Exception {
            return RawClient.over(certificate.trusting().getSocketFactory().createSocket("127.0.0.1", relay.port()));
        }
    }
}
