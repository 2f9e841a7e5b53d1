package io.github.openrouterproxy.relay.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;

/** The upstream's name comes to mean another machine while connections to the old one are open and at work. */
class FollowingDnsIT {
    private static final Duration LONGEST_LIFE = Duration.ofMillis(100);

    @Test
    void goesToTheNewAddressOnceItsConnectionsAreOld() throws Exception {
        InetAddress old = InetAddress.getLoopbackAddress();
        InetAddress moved = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        AtomicReference<InetAddress> name = new AtomicReference<>(old);
        try (FakeUpstream first = FakeUpstream.start();
                FakeUpstream second = FakeUpstream.startAt(moved, first.port());
                JettyUpstreamClient client = client(first.port(), name)) {
            first.answer(request -> Reply.json(200, "old"));
            second.answer(request -> Reply.json(200, "new"));

            assertThat(call(client, first.port())).isEqualTo("old");
            name.set(moved);
            TimeUnit.MILLISECONDS.sleep(2 * LONGEST_LIFE.toMillis());

            assertThat(call(client, first.port())).isEqualTo("new");
        }
    }

    private static JettyUpstreamClient client(int port, AtomicReference<InetAddress> name) {
        UpstreamSettings settings = new UpstreamSettings(
                URI.create(base(port)), null, Duration.ofSeconds(5), Duration.ofSeconds(5), false, null);
        UpstreamLimits limits = new UpstreamLimits(8, 8, Duration.ofSeconds(30), LONGEST_LIFE);
        HttpClient jetty = JettyClients.create(settings, limits);
        jetty.setSocketAddressResolver(
                (host, at, context, found) -> found.succeeded(List.of(new InetSocketAddress(name.get(), at))));
        return JettyUpstreamClient.start(jetty, settings, limits);
    }

    private static String call(JettyUpstreamClient client, int port) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        var unused = client.send(
                new UpstreamRequest("GET", base(port) + "/models", Headers.NONE, new byte[0]), new Text(answer));
        return answer.get(5, TimeUnit.SECONDS);
    }

    private static String base(int port) {
        return "http://upstream.test:" + port + "/v1";
    }

    private record Text(CompletableFuture<String> whole, StringBuilder sofar) implements UpstreamListener {
        Text(CompletableFuture<String> whole) {
            this(whole, new StringBuilder());
        }

        @Override
        public void onSent() {
            // the answer is what counts
        }

        @Override
        public void onHead(ResponseHead head) {
            // the body is what counts
        }

        @Override
        public void onWaiting() {
            // nobody to flush to
        }

        @Override
        public void onPiece(ByteBuffer piece, Runnable demand) {
            sofar.append(UTF_8.decode(piece.duplicate()));
            demand.run();
        }

        @Override
        public void onEnd() {
            whole.complete(sofar.toString());
        }

        @Override
        public void onFailure(UpstreamFailure failure) {
            whole.completeExceptionally(new AssertionError(failure.message()));
        }
    }
}
