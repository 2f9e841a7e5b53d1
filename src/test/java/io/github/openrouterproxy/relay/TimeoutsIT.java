package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.tls.FakeProxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes too long is ended; what takes long is not. That of head and pieces is in {@code RelayFailureIT}. */
class TimeoutsIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final int LARGE = 32 << 20;

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    /** The queue of a listening socket that nobody accepts from is full after a few connections. */
    @Test
    void answers502WhenNoConnectionIsMadeInTime() throws Exception {
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                SocketChannel one = SocketChannel.open();
                crowd.add(one);
                one.configureBlocking(false);
                one.connect(busy.getLocalSocketAddress());
            }
            RelayTomcat relay = stage.relayTo(
                    "http://127.0.0.1:" + busy.getLocalPort() + "/v1",
                    "CONNECT_TIMEOUT",
                    "300ms",
                    "RETRY_MAX_ATTEMPTS",
                    "1");

            long start = System.nanoTime();
            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.text()).contains("upstream_unreachable", "it did not accept the connection in time");
            // the client's own limit is 5 s
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        } finally {
            for (SocketChannel one : crowd) {
                one.close();
            }
        }
    }

    /** Connections are made, and then nobody says a word on them. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void answers502WhenNoHandshakeOfTlsIsOverInTime(String http2, boolean throughProxy) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                FakeProxy proxy = FakeProxy.start("someone", "secret")) {
            RelayTomcat.Plan plan = RelayTomcat.to("https://127.0.0.1:" + silent.getLocalPort() + "/v1")
                    .with("CONNECT_TIMEOUT", "500ms", "RETRY_MAX_ATTEMPTS", "2", "RETRY_MAX_WAIT", "10ms")
                    .with("UPSTREAM_HTTP2", http2);
            RelayTomcat relay = stage.relay(
                    throughProxy
                            ? plan.with("UPSTREAM_PROXY", "http://someone:secret@127.0.0.1:" + proxy.port())
                            : plan);

            RawResponse got = RawClient.call(relay.port(), CALL);

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.text()).contains("upstream_unreachable", "it did not accept the connection in time");
            assertThat(relay.recorder().nextEnded().attempts()).hasSize(2);
        }
    }

    @Test
    void aStreamMayRunForManyTimesTheLongestGap() throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "600ms");
        Reply reply = Reply.events();
        for (int i = 0; i < 20; i++) {
            reply.piece("data: 1\n\n").pause(Duration.ofMillis(100));
        }
        stage.upstream().answerNext(reply);

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.complete()).isTrue();
        assertThat(got.text()).isEqualTo("data: 1\n\n".repeat(20));
    }

    /** The answer came before the upload was over, and then the client is what is waited for. */
    @Test
    void aClientThatIsSlowToTakeAnEarlyAnswerIsNotTakenForASilentUpstream() throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "600ms");
        stage.upstream()
                .answerNextEarly(Reply.status(200).piece(new byte[LARGE]).pause(Duration.ofSeconds(3)));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab".getBytes(UTF_8));
            Thread.sleep(BRIEF.toMillis());
            client.send("cd".getBytes(UTF_8));
            Thread.sleep(4 * BRIEF.toMillis());

            assertThat(client.receive().body().length).isEqualTo(LARGE);
        }

        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.Completed());
    }

    /** And what goes on being sent does not keep it from being noticed that the answer has stopped. */
    @Test
    void anAnswerThatStopsIsNoticedThoughTheUploadIsOver() throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "600ms");
        stage.upstream().answerNextEarly(Reply.events().piece("data: 1\n\n").stall());
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab".getBytes(UTF_8));
            Thread.sleep(BRIEF.toMillis());
            client.send("c".getBytes(UTF_8));

            assertThat(client.receive().complete()).isFalse();
        }

        assertThat(relay.recorder().nextEnded().outcome())
                .isEqualTo(new Outcome.UpstreamFailed("the upstream was silent for 600 ms"));
    }

    /** Every other limit on the way is shorter here than the silences, and none of them counts while a call runs. */
    @Test
    void onlyRequestTimeoutEndsASilence() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .with("REQUEST_TIMEOUT", "5s")
                .connector("connectionTimeout", "300")
                .connector("keepAliveTimeout", "300")
                .connector("asyncTimeout", "300")
                .limits(new UpstreamLimits(64, 64, BRIEF, BRIEF)));
        stage.upstream()
                .answerNext(Reply.events()
                        .after(Duration.ofMillis(1300))
                        .piece("data: 1\n\n")
                        .pause(Duration.ofMillis(1300))
                        .piece("data: 2\n\n"));

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.complete()).isTrue();
        assertThat(got.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
        assertThat(stage.upstream().requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void aConnectionToTheUpstreamThatLiesUnusedIsClosed(String http2) throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .with("UPSTREAM_HTTP2", http2)
                .limits(new UpstreamLimits(64, 64, Duration.ofSeconds(1), Duration.ofMinutes(5))));
        for (int call = 0; call < 2; call++) {
            assertThat(RawClient.call(relay.port(), CALL).status()).isEqualTo(200);
        }
        assertThat(stage.upstream().connections()).isEqualTo(1);

        eventually("no connection lies unused", () -> relay.idleConnections() == 0);
    }

    /** By the container, whose limit for one read is the only one. */
    @Test
    void anUploadThatPausesTooLongIsCut() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .connector("connectionTimeout", "500")
                .connector("disableUploadTimeout", "false")
                .connector("connectionUploadTimeout", "60000"));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nx".getBytes(UTF_8));

            RawResponse got = client.receive();

            assertThat(got.status()).isEqualTo(408);
            assertThat(got.text()).contains("\"type\":\"request_timeout\"");
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            assertThat(stage.upstream().awaitDisconnect(Duration.ofSeconds(5))).isNotNull();
            assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.Refused.class);
        }
    }

    /** Each would have a thread wait for the commit; those beyond a few have their connection closed without a word. */
    @Test
    void thoseWhoPauseTooLongTogetherLeaveThreadsToOthersThoughNothingIsCommitted() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .connector("connectionTimeout", "1000")
                .connector("maxThreads", "8")
                .connector("minSpareThreads", "8"));
        relay.recorder().hold();
        List<RawClient> late = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            late.add(RawClient.connect(relay.port()));
            late.get(i).send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nx".getBytes(UTF_8));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < late.size(); i++) {
            outcomes.add(relay.recorder().nextEnded().outcome());
        }

        for (int wait = 0; wait < 200 && relay.busyThreads() > 4; wait++) {
            Thread.sleep(5);
        }
        assertThat(relay.busyThreads()).isBetween(1, 4);
        assertThat(RawClient.call(relay.port(), RawRequest.get("/elsewhere")).status())
                .isEqualTo(404);
        assertThat(relay.busyThreads()).isPositive();
        assertThat(outcomes).filteredOn(Outcome.Refused.class::isInstance).hasSize(4);
        assertThat(outcomes)
                .filteredOn(Outcome.ClientDisconnected.class::isInstance)
                .hasSize(20);
        for (RawClient client : late) {
            client.close();
        }
    }

    /** The container closes the connection as soon as it has said that the time is up. */
    @Test
    void whoPausesTooLongIsToldSoThoughTheCommitTakesAMoment() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).connector("connectionTimeout", "500"));
        relay.recorder().hold();
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nx".getBytes(UTF_8));
            assertThat(relay.recorder().nextEnded().outcome()).isInstanceOf(Outcome.Refused.class);
            Thread.sleep(200);

            relay.recorder().settleNext();

            assertThat(client.receive().status()).isEqualTo(408);
        }
    }

    /** By the container, whose limit for one write is the only one. It tells who reads as well, where anybody does. */
    @ParameterizedTest
    @ValueSource(ints = {2, 100_000})
    void aClientThatReadsNothingForTooLongIsCutAndTheRecordSaysSo(int length) throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).connector("connectionTimeout", "500"));
        stage.upstream().answerNext(Reply.status(200).bytes(new byte[30_000_000]));
        try (RawClient client = RawClient.connectNarrowly(relay.port())) {
            client.send(
                    RawRequest.post("/v1/chat/completions", "x".repeat(length)).bytes());

            assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected(true));
            assertThat(stage.upstream().awaitDisconnect(Duration.ofSeconds(5))).isNotNull();
        }
    }

    /** The clock runs for the upstream only: its own slowness is the client's affair. */
    @Test
    void aSlowUploadIsNotTakenForASilentUpstream() throws Exception {
        RelayTomcat relay = stage.relay("REQUEST_TIMEOUT", "300ms");
        stage.upstream().answer(request -> Reply.json(200, "{}"));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n".getBytes(UTF_8));
            for (int i = 0; i < 4; i++) {
                Thread.sleep(500);
                client.send("x".getBytes(UTF_8));
            }

            assertThat(client.receive().status()).isEqualTo(200);
        }
    }
}
