package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.relay.upstream.UpstreamListener;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts with which the upstream has done nothing are made once more, and not counted. */
class TurnedAwayIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    /** The upstream has enough to do already, and nothing tells against the connections that lie idle. */
    @Test
    void whatIsTurnedAwayWaitsLongerEachTimeAndLeavesIdleConnectionsAlone() throws Exception {
        try (Unwilling upstream = new Unwilling(Kind.TURNED_AWAY, 3)) {
            RelayTomcat relay = stage.relay(neverRetrying(upstream));

            assertThat(RawClient.call(relay.port(), CALL).status()).isEqualTo(200);

            assertThat(relay.recorder().nextEnded().attempts())
                    .extracting(Attempt::pause)
                    .containsExactly(
                            Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(upstream.pauses)
                    .containsSubsequence(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(upstream.closings).hasValue(0);
        }
    }

    @Test
    void whatMetStaleConnectionsWaitsForNothingAndClosesTheOthers() throws Exception {
        try (Unwilling upstream = new Unwilling(Kind.STALE, 3)) {
            RelayTomcat relay = stage.relay(neverRetrying(upstream));

            assertThat(RawClient.call(relay.port(), CALL).status()).isEqualTo(200);

            assertThat(relay.recorder().nextEnded().attempts())
                    .extracting(Attempt::pause)
                    .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
            assertThat(upstream.pauses).filteredOn(Duration::isZero).hasSize(3);
            assertThat(upstream.closings).hasValue(2);
        }
    }

    @Test
    void isToldAfterFiveOfThem() throws Exception {
        try (Unwilling upstream = new Unwilling(Kind.TURNED_AWAY, 100)) {
            RelayTomcat relay = stage.relay(neverRetrying(upstream).dice(() -> 0));

            assertThat(RawClient.call(relay.port(), CALL).text()).contains("upstream_unreachable", "as told");
            assertThat(relay.recorder().nextEnded().attempts()).hasSize(6);
        }
    }

    /** The first that counts is no reason to hurry again. */
    @Test
    void waitsNoLessOnceTheyCount() throws Exception {
        try (Unwilling upstream = new Unwilling(Kind.TURNED_AWAY, 6)) {
            RelayTomcat relay = stage.relay(
                    neverRetrying(upstream).with("RETRY_MAX_ATTEMPTS", "2").dice(() -> 0.01));

            assertThat(RawClient.call(relay.port(), CALL).status()).isEqualTo(200);
            assertThat(relay.recorder().nextEnded().attempts())
                    .extracting(attempt -> attempt.pause().toMillis())
                    .containsExactly(0L, 5L, 10L, 20L, 40L, 80L, 80L);
        }
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

    /** Whatever of an answer it was: the upstream has begun with the call. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 200 OK\r\nCont"})
    void doesNotTakeAnUpstreamThatBeganToAnswerForAConnectionThatHadGoneStale(String begun) throws Exception {
        RelayTomcat relay = relayWithIdleConnections(1);
        stage.upstream().answerNext(Reply.raw(begun.getBytes(UTF_8)).close());

        RawResponse got = RawClient.call(relay.port(), CALL);

        assertThat(got.status()).isEqualTo(502);
        assertThat(stage.upstream().requests()).hasSize(1);
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

    private RelayTomcat.Plan neverRetrying(Unwilling upstream) {
        return RelayTomcat.to(stage.base())
                .with("RETRY_MAX_ATTEMPTS", "1")
                .dice(() -> 0.1)
                .by(upstream);
    }

    /** Fails so often in that way, and then answers. */
    private static final class Unwilling implements UpstreamClient, AutoCloseable {
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final AtomicInteger closings = new AtomicInteger();
        private final List<Duration> pauses = new CopyOnWriteArrayList<>();
        private final AtomicInteger left;
        private final Kind kind;

        private Unwilling(Kind kind, int times) {
            this.kind = kind;
            this.left = new AtomicInteger(times);
        }

        @Override
        public UpstreamCall send(UpstreamRequest request, UpstreamListener listener) {
            thread.execute(() -> {
                if (left.getAndDecrement() > 0) {
                    listener.onFailure(new UpstreamFailure(kind, "as told"));
                    return;
                }
                listener.onHead(new ResponseHead(200, new Headers(List.of(new Header("Content-Length", "2")))));
                listener.onPiece(ByteBuffer.wrap("{}".getBytes(UTF_8)), () -> {});
                listener.onEnd();
            });
            return new Sent();
        }

        @Override
        public void closeIdle() {
            closings.incrementAndGet();
        }

        @Override
        public Runnable after(Duration pause, Runnable task) {
            pauses.add(pause);
            var scheduled = thread.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    private static final class Sent implements UpstreamCall {
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
