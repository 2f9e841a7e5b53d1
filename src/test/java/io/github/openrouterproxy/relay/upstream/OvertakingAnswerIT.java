package io.github.openrouterproxy.relay.upstream;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are whole before the thread that sent the request has come to note so. */
class OvertakingAnswerIT {
    private FakeUpstream upstream;
    private HttpClient http;
    private JettyUpstreamClient client;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start();
        upstream.answer(request -> Reply.json(200, "{}"));
        UpstreamSettings settings =
                new UpstreamSettings(upstream.base(), null, Duration.ofSeconds(5), Duration.ofSeconds(5), false, null);
        http = JettyClients.create(settings, UpstreamLimits.USUAL);
        client = JettyUpstreamClient.start(http, settings, UpstreamLimits.USUAL);
        await(call());
        eventually("its connection lies idle", () -> client.idleConnections() == 1);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        upstream.close();
    }

    @Test
    void leaveTheConnectionToTheNextCall() throws Exception {
        Ending overtaking = new Ending();
        http.getRequestListeners().addCommitListener(request -> await(overtaking.ended));

        send(overtaking);
        eventually("its connection lies idle", () -> client.idleConnections() == 1);
        await(call());

        assertThat(upstream.connections()).isEqualTo(1);
    }

    /** As a request does whose rest the upstream does not take. */
    @Test
    void endTheConnectionIfTheRequestDoesNotComeToItsEnd() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        http.getRequestListeners().addCommitListener(request -> await(late));
        Ending overtaking = new Ending();

        Thread sender = new Thread(() -> send(overtaking), "sender");
        sender.start();
        await(overtaking.ended);
        Thread.sleep(500);
        late.countDown();
        sender.join();
        await(call());

        assertThat(upstream.connections()).isEqualTo(2);
    }

    private CountDownLatch call() {
        Ending listener = new Ending();
        send(listener);
        return listener.ended;
    }

    private void send(UpstreamListener listener) {
        var unused = client.send(
                new UpstreamRequest("GET", upstream.base() + "/models", Headers.NONE, new byte[0]), listener);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Ending implements UpstreamListener {
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onSent() {
            // the answer is what counts
        }

        @Override
        public void onHead(ResponseHead head) {
            // its end is
        }

        @Override
        public void onWaiting() {
            // nobody to flush to
        }

        @Override
        public void onPiece(ByteBuffer piece, Runnable demand) {
            demand.run();
        }

        @Override
        public void onEnd() {
            ended.countDown();
        }

        @Override
        public void onFailure(UpstreamFailure failure) {
            throw new AssertionError(failure.message());
        }
    }
}
