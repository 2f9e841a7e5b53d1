package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.tls.FramedUpstream;
import io.github.openrouterproxy.testing.tls.Frames;
import io.github.openrouterproxy.testing.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an upstream can say in HTTP/2 alone, frame by frame. */
class Http2UpstreamIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{\"model\":\"m\"}");
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int UNHEARD_OF = 77;

    /** What an upstream says of no call in particular. */
    @FunctionalInterface
    private interface Sign {
        void on(Frames connection) throws IOException;
    }

    @TempDir
    private static Path folder;

    private static TestCertificate certificate;

    private FramedUpstream upstream;
    private RelayTomcat relay;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.create(folder, "ip:127.0.0.1");
    }

    @BeforeEach
    void startBoth() throws Exception {
        System.setProperty("javax.net.ssl.trustStore", certificate.trustStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
        upstream = FramedUpstream.start(certificate);
        relay = start(new UpstreamLimits(8, 8, Duration.ofMinutes(1), Duration.ofMinutes(5)));
    }

    @AfterEach
    void stopBoth() throws Exception {
        relay.close();
        upstream.close();
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @Test
    void sendsAgainWhatTheUpstreamRefusedToLookAt() throws Exception {
        upstream.next((connection, stream) -> connection.reset(stream, REFUSED_STREAM));

        assertThatItIsAnsweredAfter(50);
        assertThat(upstream.calls()).isEqualTo(2);
    }

    @Test
    void sendsAgainWhatCameAfterTheUpstreamsGoodBye() throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        upstream.next((connection, stream) -> connection.goAway(stream - 2));

        assertThatItIsAnsweredAfter(0);
        assertThat(upstream.connections()).isEqualTo(2);
    }

    /** Even on a new connection, and though the upstream says nothing but what the last was that it looked at. */
    @Test
    void sendsAgainWhatTheUpstreamsGoodByeLeavesOut() throws Exception {
        upstream.next((connection, stream) -> {
            connection.goAway(0);
            connection.cut();
        });

        assertThatItIsAnsweredAfter(50);
        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void sendsAgainAnUploadThatWasRefused() throws Exception {
        upstream.next((connection, stream) -> connection.reset(stream, REFUSED_STREAM));

        RawResponse got =
                RawClient.call(relay.port(), RawRequest.of("POST", "/v1/files").body("x".repeat(60_000)));

        assertThat(got.text()).isEqualTo("ok");
    }

    @Test
    void replacesAConnectionThatHadGoneStale() throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        upstream.next((connection, stream) -> connection.cut());

        assertThatItIsAnsweredAfter(0);
        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void replacesAConnectionThatHadGoneStaleForAllCallsThatBeganOnItTogether() throws Exception {
        relay.close();
        // The third may come late on a busy machine.
        relay = start(new UpstreamLimits(8, 8, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofSeconds(60)));
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        upstream.next((connection, stream) -> {});
        upstream.next((connection, stream) -> {});
        upstream.next((connection, stream) -> connection.cut());

        for (RawResponse got : callInTurn(3, 0)) {
            assertThat(got.text()).isEqualTo("ok");
            assertThat(relay.recorder().nextEnded().attempts())
                    .extracting(Attempt::status)
                    .containsExactly(null, 200);
        }
        assertThat(upstream.calls()).isEqualTo(7);
    }

    /** One that answers is no stale connection, and may have done all that it was asked. */
    @Test
    void doesNotSendAgainWhatBeganTogetherWithACallThatWasAnswered() throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        AtomicInteger first = new AtomicInteger();
        upstream.next((connection, stream) -> first.set(stream));
        upstream.next((connection, stream) -> {
            connection.answer(first.get(), "ok");
            connection.cut();
        });

        assertThat(callInTurn(2, 0)).extracting(RawResponse::status).containsExactly(200, 502);
        assertThat(upstream.calls()).isEqualTo(3);
    }

    /** A connection on which a call waits does not lie idle. */
    @Test
    void doesNotSendAgainWhatJoinedACallThatTheUpstreamThoughtAbout() throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        upstream.next((connection, stream) -> {});
        upstream.next((connection, stream) -> connection.cut());

        assertThat(callInTurn(2, 1000)).extracting(RawResponse::status).containsExactly(502, 502);
        assertThat(upstream.calls()).isEqualTo(3);
    }

    /** The upstream may have thought about the first, and died of it. */
    @Test
    void doesNotSendAgainWhatJoinedShortlyBeforeTheEndOfAConnectionThatWasSilentForLonger() throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        upstream.next((connection, stream) -> {});
        upstream.next((connection, stream) -> {
            pause(300);
            connection.cut();
        });

        assertThat(callInTurn(2, 300)).extracting(RawResponse::status).containsExactly(502, 502);
        assertThat(upstream.calls()).isEqualTo(3);
    }

    /** Go's servers make room for more when a handler has read a body. */
    @Test
    void doesNotSendAgainWhatTheUpstreamGaveAnySignOfLifeAfter() throws Exception {
        List<Sign> signs = List.of(connection -> connection.windowUpdate(1), Frames::ping, Frames::settings);
        for (Sign sign : signs) {
            assertThat(call().text()).isEqualTo("ok");
            relay.recorder().nextEnded();
            upstream.next((connection, stream) -> {
                sign.on(connection);
                connection.cut();
            });

            assertThatItFails();
        }
    }

    @Test
    void doesNotSendAgainWhatEndsANewConnection() throws Exception {
        upstream.next((connection, stream) -> connection.cut());

        assertThatItFails();
    }

    @Test
    void doesNotTakeAnUpstreamThatThoughtForAConnectionThatHadGoneStale() throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        upstream.next((connection, stream) -> {
            pause(1000);
            connection.cut();
        });

        assertThatItFails();
    }

    /** The upstream says that it has looked at the call. */
    @Test
    void doesNotSendAgainWhatTheUpstreamsGoodByeNames() throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        relay.recorder().nextEnded();
        upstream.next((connection, stream) -> {
            connection.goAway(stream);
            connection.cut();
        });

        assertThatItFails();
    }

    /** A call that had its turn may have been done. */
    @Test
    void doesNotSendAgainWhatTheUpstreamBrokeOff() throws Exception {
        for (int error : new int[] {INTERNAL_ERROR, CANCEL, UNHEARD_OF}) {
            upstream.next((connection, stream) -> connection.reset(stream, error));

            assertThatItFails();
        }
    }

    @Test
    void waitsForTheAnswerBehindTheGoodBye() throws Exception {
        upstream.next((connection, stream) -> {
            connection.goAway(stream);
            connection.answer(stream, "last words");
        });

        assertThat(call().text()).isEqualTo("last words");
        assertThat(relay.recorder().nextEnded().attempts()).hasSize(1);
    }

    @Test
    void cutsWhatBreaksOffAfterItsHeadHoweverItIsCalled() throws Exception {
        upstream.next((connection, stream) -> {
            connection.head(stream, 200, false);
            connection.data(stream, "half", false);
            connection.reset(stream, REFUSED_STREAM);
        });

        assertThat(call().complete()).isFalse();
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void swallowsInterimAnswers() throws Exception {
        upstream.next((connection, stream) -> {
            connection.head(stream, 100, false);
            connection.head(stream, 103, false, "link", "</a>; rel=preload");
            connection.head(stream, 199, false);
            connection.answer(stream, "final");
        });

        try (RawClient client = RawClient.connect(relay.port())) {
            RawResponse got = client.call(CALL);

            assertThat(got.status()).isEqualTo(200);
            assertThat(got.headers().contains("link")).isFalse();
            assertThat(got.text()).isEqualTo("final");
            assertThat(client.interim()).isEmpty();
        }
    }

    /** Jetty's own limit is 8 KB. */
    @Test
    void passesALongHeadOn() throws Exception {
        String five = "x".repeat(5000);
        upstream.next((connection, stream) ->
                connection.head(stream, 204, true, "x-one", five, "x-two", five, "x-three", five));

        RawResponse got = call();

        assertThat(got.status()).isEqualTo(204);
        assertThat(List.of(got.header("x-one"), got.header("x-two"), got.header("x-three")))
                .containsOnly(five);
    }

    @Test
    void leavesTrailersBehind() throws Exception {
        upstream.next((connection, stream) -> {
            connection.head(stream, 200, false, "content-type", "text/plain", "trailer", "x-sum");
            connection.data(stream, "whole", false);
            connection.trailers(stream, "x-sum", "1");
        });

        RawResponse got = call();

        assertThat(got.complete()).isTrue();
        assertThat(got.text()).isEqualTo("whole");
        assertThat(got.trailers()).isEmpty();
        assertThat(got.headers().contains("x-sum")).isFalse();
        assertThat(call().text()).isEqualTo("ok");
    }

    /** Long before the longest silence of a call is over. */
    @Test
    void closesAConnectionThatLiesUnusedAndNoneOnWhichACallWaits() throws Exception {
        relay.close();
        Duration brief = Duration.ofMillis(400);
        relay = start(new UpstreamLimits(8, 8, brief, Duration.ofMinutes(5)));
        upstream.next((connection, stream) -> {
            pause(5 * brief.toMillis());
            connection.answer(stream, "after a long silence");
        });

        assertThat(call().text()).isEqualTo("after a long silence");
        assertThat(call().text()).isEqualTo("ok");
        assertThat(upstream.connections()).isEqualTo(1);
        eventually("no connection is open", () -> upstream.openConnections() == 0);
    }

    @Test
    void takesANewConnectionWhenOneIsOldAndLeavesTheCallsOnThatAlone() throws Exception {
        relay.close();
        Duration brief = Duration.ofMillis(100);
        relay = start(new UpstreamLimits(8, 8, Duration.ofMinutes(1), brief));
        CountDownLatch others = new CountDownLatch(1);
        upstream.next((connection, stream) -> {
            await(others);
            connection.answer(stream, "of the old one");
        });
        try (RawClient first = RawClient.connect(relay.port())) {
            first.send(CALL.bytes());
            eventually("the upstream has it", () -> upstream.calls() == 1);
            pause(2 * brief.toMillis());

            assertThat(call().text()).isEqualTo("ok");
            others.countDown();

            assertThat(first.receive().text()).isEqualTo("of the old one");
            assertThat(upstream.connections()).isEqualTo(2);
            eventually("the old one is closed", () -> upstream.openConnections() <= 1);
        }
    }

    private RelayTomcat start(UpstreamLimits limits) throws Exception {
        // One attempt only: whatever is sent again here does not count as one.
        return RelayTomcat.to(upstream.base().toString())
                .with("UPSTREAM_HTTP2", "true", "RETRY_MAX_ATTEMPTS", "1")
                .limits(limits)
                .dice(() -> 0.1)
                .start();
    }

    private RawResponse call() throws Exception {
        return RawClient.call(relay.port(), CALL);
    }

    /** One after the other, each when the upstream has the one before; the answers in the same order. */
    private List<RawResponse> callInTurn(int count, int pauseBetween) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        int before = upstream.calls();
        for (int i = 1; i <= count; i++) {
            pause(i == 1 ? 0 : pauseBetween);
            RawClient client = RawClient.connect(relay.port());
            clients.add(client);
            client.send(CALL.bytes());
            int sent = before + i;
            eventually("the upstream has it", () -> upstream.calls() >= sent);
        }
        List<RawResponse> answers = new ArrayList<>();
        for (RawClient client : clients) {
            answers.add(client.receive());
            client.close();
        }
        return answers;
    }

    private void assertThatItIsAnsweredAfter(long pauseMillis) throws Exception {
        assertThat(call().text()).isEqualTo("ok");
        CapturedExchange record = relay.recorder().nextEnded();
        assertThat(record.attempts()).extracting(Attempt::status).containsExactly(null, 200);
        assertThat(record.attempts().get(1).pause()).isEqualTo(Duration.ofMillis(pauseMillis));
        assertThat(record.attempts().get(0).failure())
                .isIn(
                        "the upstream cannot be reached: it closed the connection",
                        "the upstream cannot be reached: it refused the call unseen");
    }

    private void assertThatItFails() throws Exception {
        int before = upstream.calls();
        assertThat(call().status()).isEqualTo(502);
        assertThat(relay.recorder().nextEnded().attempts()).hasSize(1);
        assertThat(upstream.calls()).isEqualTo(before + 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
