package io.github.openrouterproxy.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.testing.FakeUpstream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpIT {
    @Test
    void goesTheWayOfACallWithoutAskingTheUpstreamOrTheProxyOnTheWay() throws Exception {
        List<CapturedExchange> calls = new CopyOnWriteArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.start()) {
            URI proxy = URI.create("http://127.0.0.1:" + upstream.port());
            Duration patience = Duration.ofSeconds(10);

            WarmUp warmUp = WarmUp.start(
                    new UpstreamSettings(upstream.base(), null, patience, patience, false, proxy),
                    calls::add,
                    Clock.systemUTC());
            for (int wait = 0; wait < 3_000 && !warmUp.isOver(); wait++) {
                Thread.sleep(10);
            }

            assertThat(warmUp.isOver()).isTrue();
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
        Duration patience = Duration.ofSeconds(10);
        WarmUp warmUp = WarmUp.start(
                new UpstreamSettings(URI.create("http://127.0.0.1:1/v1"), null, patience, patience, true, null),
                call -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("not today");
                },
                Clock.systemUTC());
        for (int wait = 0; wait < 3_000 && !warmUp.isOver(); wait++) {
            Thread.sleep(10);
        }

        assertThat(warmUp.isOver()).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void isOverWhenItIsStopped() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        Duration patience = Duration.ofSeconds(10);
        WarmUp warmUp = WarmUp.start(
                new UpstreamSettings(URI.create("http://127.0.0.1:1/v1"), null, patience, patience, true, null),
                call -> {
                    called.countDown();
                    waitForEver();
                },
                Clock.systemUTC());
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();

        warmUp.stop();

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
