package io.github.openrouterproxy.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.testing.FakeUpstream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Test
    void goesTheWayOfACallWithoutAskingTheUpstreamOrTheProxyOnTheWay() throws Exception {
        List<CapturedExchange> calls = new CopyOnWriteArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.start()) {
            URI proxy = URI.create("http://127.0.0.1:" + upstream.port());

            WarmUp warmUp = WarmUp.start(
                    new UpstreamSettings(upstream.base(), null, PATIENCE, PATIENCE, false, proxy),
                    calls::add,
                    Clock.systemUTC());
            awaitEnd(warmUp, Duration.ofSeconds(30));
            assertThat(calls)
                    .extracting(call -> new String(call.responseBody().bytes(), UTF_8))
                    .satisfiesExactly(
                            plain -> assertThat(plain).startsWith("{").endsWith("}}"),
                            streamed ->
                                    assertThat(streamed).startsWith("data: ").contains("data: [DONE]"));
            assertThat(upstream.connections()).isZero();
        }
    }

    @Test
    void isOverThoughARecordCannotBeUnderstood() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        WarmUp warmUp = WarmUp.start(
                towardsNobody(),
                call -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("not today");
                },
                Clock.systemUTC());
        awaitEnd(warmUp, Duration.ofSeconds(30));
        assertThat(calls).hasValue(1);
    }

    @Test
    void isOverWhenItIsStopped() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        WarmUp warmUp = WarmUp.start(
                towardsNobody(),
                call -> {
                    called.countDown();
                    waitForEver();
                },
                Clock.systemUTC());
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();

        warmUp.stop();

        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void isOverAtOnceWhereNoPortIsToBeHad() throws Exception {
        AtomicInteger calls = new AtomicInteger();

        WarmUp warmUp = WarmUp.start(
                towardsNobody(),
                () -> {
                    throw new BindException("not today");
                },
                call -> calls.incrementAndGet(),
                Clock.systemUTC());

        awaitEnd(warmUp, AT_ONCE);
        assertThat(calls).hasValue(0);
    }

    @Test
    void isOverAtOnceWhereTheLoopbackInterfaceRefusesConnections() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        int refused;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused = gone.getLocalPort();
        }

        WarmUp warmUp = WarmUp.start(
                towardsNobody(), () -> new Elsewhere(refused), call -> calls.incrementAndGet(), Clock.systemUTC());

        awaitEnd(warmUp, AT_ONCE);
        assertThat(calls).hasValue(0);
    }

    /** Its client's beginning and end wait for threads that would stay. */
    @Test
    void isNotInterruptedBeforeItGoesTheWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        WarmUp warmUp = WarmUp.start(
                towardsNobody(),
                () -> {
                    begun.countDown();
                    interrupted.set(isInterruptedWithin(Duration.ofMillis(500)));
                    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                },
                call -> calls.incrementAndGet(),
                Clock.systemUTC());
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        warmUp.stop();

        awaitEnd(warmUp, PATIENCE);
        assertThat(interrupted).isFalse();
        assertThat(calls).hasValue(0);
    }

    private static boolean isInterruptedWithin(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Claims to listen where it does not. */
    private static final class Elsewhere extends ServerSocket {
        private final int claimed;

        Elsewhere(int claimed) throws IOException {
            super(0, 1, InetAddress.getLoopbackAddress());
            this.claimed = claimed;
        }

        @Override
        public int getLocalPort() {
            return claimed;
        }
    }

    private static UpstreamSettings towardsNobody() {
        return new UpstreamSettings(URI.create("http://127.0.0.1:1/v1"), null, PATIENCE, PATIENCE, true, null);
    }

    private static void awaitEnd(WarmUp warmUp, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!warmUp.isOver() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(warmUp.isOver()).isTrue();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("stopped", e);
        }
    }
}
