package io.github.openrouterproxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import io.github.openrouterproxy.relay.upstream.UpstreamListener;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
