package io.github.openrouterproxy.relay.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names whose addresses the system's resolver does not tell, or not for a long time. */
final class AddressLookupsIT {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(300);
    private static final int PIECES = 20_000;

    private final CountDownLatch stuck = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void letGo() {
        stuck.countDown();
    }

    @Test
    void nobodyWaitsForAnAddressForLongerThanForAConnection() throws Exception {
        try (JettyUpstreamClient client = client()) {
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                long start = System.nanoTime();
                for (int call = 0; call < 20; call++) {
                    calls.add(call(client, "http://hangs.test:80/v1"));
                }
                for (CompletableFuture<String> call : calls) {
                    assertThat(call.get(5, TimeUnit.SECONDS))
                            .isEqualTo("UNREACHABLE the upstream cannot be reached: nobody told its address in time");
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void answersGoOnWhileNamesHang() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                JettyUpstreamClient client = client()) {
            byte[] pieces = "1\r\nx\r\n".repeat(PIECES).getBytes(StandardCharsets.US_ASCII);
            upstream.answer(request -> Reply.events().bytes(pieces));
            List<CompletableFuture<String>> hanging = IntStream.range(0, 20)
                    .mapToObj(i -> call(client, "http://hangs" + i + ".test:80/v1"))
                    .toList();

            assertThat(call(client, "http://127.0.0.1:" + upstream.port() + "/v1")
                            .get(5, TimeUnit.SECONDS))
                    .isEqualTo("200 " + PIECES);

            for (CompletableFuture<String> call : hanging) {
                assertThat(call.get(5, TimeUnit.SECONDS)).startsWith("UNREACHABLE");
            }
        }
    }

    @Test
    void whoWantsTheSameNameMeanwhileGetsTheSameAnswer() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                JettyUpstreamClient client = client(Duration.ofSeconds(5))) {
            upstream.answer(request -> Reply.json(200, "{}"));
            List<CompletableFuture<String>> calls = IntStream.range(0, 20)
                    .mapToObj(i -> call(client, "http://hangs.test:" + upstream.port() + "/v1"))
                    .toList();

            stuck.countDown();

            for (CompletableFuture<String> call : calls) {
                assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("200 2");
            }
            assertThat(asked.get()).isLessThan(5);
        }
    }

    /** A container that loads the application anew would keep its classes for as long. */
    @Test
    void noThreadThatAskedOutlivesTheClient() throws Exception {
        Set<Thread> before = askers();
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> Reply.json(200, "{}"));
            try (JettyUpstreamClient client = client(Duration.ofSeconds(5))) {
                call(client, "http://name.test:" + upstream.port() + "/v1").get(5, TimeUnit.SECONDS);
                assertThat(askers()).as("threads that asked").isNotEqualTo(before);
            }
        }

        assertThat(before).containsAll(askers());
    }

    private static Set<Thread> askers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("upstream-lookup"))
                .collect(Collectors.toSet());
    }

    private JettyUpstreamClient client() {
        return client(CONNECT_TIMEOUT);
    }

    private JettyUpstreamClient client(Duration connectTimeout) {
        UpstreamSettings settings = new UpstreamSettings(
                URI.create("http://hangs.test/v1"), null, connectTimeout, Duration.ofSeconds(5), false, null);
        return JettyUpstreamClient.start(
                JettyClients.create(settings, UpstreamLimits.USUAL, this::addresses), settings, UpstreamLimits.USUAL);
    }

    private InetAddress[] addresses(String host) throws UnknownHostException {
        if (host.startsWith("hangs")) {
            asked.incrementAndGet();
            try {
                stuck.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(host);
            }
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private static CompletableFuture<String> call(JettyUpstreamClient client, String base) {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        var unused = client.send(
                new UpstreamRequest("GET", base + "/models", Headers.NONE, new byte[0]), new Counting(outcome));
        return outcome;
    }

    /** Tells status and length, or what failed. */
    private static final class Counting implements UpstreamListener {
        private final CompletableFuture<String> outcome;
        private int status;
        private long length;

        private Counting(CompletableFuture<String> outcome) {
            this.outcome = outcome;
        }

        @Override
        public void onSent() {
            // the answer is what counts
        }

        @Override
        public void onHead(ResponseHead head) {
            status = head.status();
        }

        @Override
        public void onWaiting() {
            // nobody to flush to
        }

        @Override
        public void onPiece(ByteBuffer piece, Runnable demand) {
            length += piece.remaining();
            demand.run();
        }

        @Override
        public void onEnd() {
            outcome.complete(status + " " + length);
        }

        @Override
        public void onFailure(UpstreamFailure failure) {
            outcome.complete(failure.kind() + " " + failure.message());
        }
    }
}
