package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.relay.upstream.JettyUpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamListener;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes the way of a call before the first client does, by the upstream client and to the record: what the first one has
 * Java load takes longer than all that a call does. Asks nobody but a server of its own on the loopback interface and
 * writes nothing. A thread of its own; where it fails, the first call pays as it would have.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LAST_WAIT = Duration.ofSeconds(3);
    /** Which of them is the loopback address, Java leaves to a setting. */
    private static final byte[] HERE = {127, 0, 0, 1};

    private static final String KEY = "sk-of-the-warm-up";
    private static final String QUESTION = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String PLAIN = """
            HTTP/1.1 200 OK
            Content-Type: application/json
            Connection: close

            {"id":"warm","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant",\
            "content":"Hi"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
            """;
    private static final String STREAMED = """
            HTTP/1.1 200 OK
            Content-Type: text/event-stream
            Connection: close

            data: {"id":"warm","model":"m","choices":[{"index":0,"delta":{"content":"Hi"}}]}

            data: {"id":"warm","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

            data: [DONE]

            """;

    /** Where that server listens. */
    @FunctionalInterface
    interface Port {
        ServerSocket open() throws IOException;
    }

    private final UpstreamSettings settings;
    private final Port port;
    private final Consumer<CapturedExchange> record;
    private final ExchangeIds ids;
    private final Clock clock;
    private final Thread thread = new DaemonThreads("warm-up").newThread(this::run);
    private volatile @Nullable ServerSocket listening;
    private volatile boolean over;
    private boolean stopped;
    private boolean onTheWay;

    private WarmUp(UpstreamSettings settings, Port port, Consumer<CapturedExchange> record, Clock clock) {
        this.settings = settings;
        this.port = port;
        this.record = record;
        this.ids = new ExchangeIds(clock, 0);
        this.clock = clock;
    }

    /** @param record takes a call that ended, for a record that is dropped */
    static WarmUp start(UpstreamSettings settings, Consumer<CapturedExchange> record, Clock clock) {
        return start(settings, () -> new ServerSocket(0, 2, InetAddress.getByAddress(HERE)), record, clock);
    }

    static WarmUp start(UpstreamSettings settings, Port port, Consumer<CapturedExchange> record, Clock clock) {
        WarmUp warmUp = new WarmUp(settings, port, record, clock);
        warmUp.thread.start();
        return warmUp;
    }

    /** Waits for it to give up; what is loaded of a context that stops is lost. */
    void stop() {
        stopWaiting();
        ServerSocket server = listening;
        try {
            if (server != null) {
                server.close();
            }
            thread.join(LAST_WAIT.toMillis());
        } catch (IOException e) {
            LOG.debug("The warm-up goes on", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its client's beginning and end wait for its threads, and must not be interrupted. */
    private synchronized void stopWaiting() {
        stopped = true;
        if (onTheWay) {
            thread.interrupt();
        }
    }

    private synchronized boolean goesOn() {
        onTheWay = !stopped;
        return onTheWay;
    }

    private synchronized void arrived() {
        onTheWay = false;
        var unused = Thread.interrupted();
    }

    /** Any thread. */
    boolean isOver() {
        return over;
    }

    private void run() {
        try (ServerSocket server = port.open();
                JettyUpstreamClient client = JettyUpstreamClient.start(towards(server))) {
            listening = server;
            server.setSoTimeout((int) PATIENCE.toMillis());
            goTheWay(server, client);
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOG.debug("The first call will be slow", e);
        } finally {
            over = true;
        }
    }

    private void goTheWay(ServerSocket server, UpstreamClient client) throws IOException, InterruptedException {
        Headers headers =
                new Headers(List.of(new Header("Host", "localhost"), new Header("Authorization", "Bearer " + KEY)));
        String url = towards(server).base() + "/chat/completions";
        UpstreamRequest request = new UpstreamRequest("POST", url, headers, QUESTION.getBytes(StandardCharsets.UTF_8));
        try {
            for (String answer : List.of(PLAIN, STREAMED)) {
                if (!goesOn()) {
                    return;
                }
                Heard heard = new Heard(server);
                var unused = client.send(request, heard);
                answer(server, answer);
                record.accept(captured(request, heard));
            }
            LOG.debug("The first call is prepared");
        } finally {
            arrived();
        }
    }

    private UpstreamSettings towards(ServerSocket server) {
        URI base = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
        return new UpstreamSettings(base, null, PATIENCE, PATIENCE, settings.http2(), null);
    }

    private static void answer(ServerSocket server, String answer) throws IOException {
        try (Socket socket = server.accept()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            int unused = socket.getInputStream().read(new byte[QUESTION.length() + 1024]);
            socket.getOutputStream().write(answer.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private CapturedExchange captured(UpstreamRequest request, Heard heard) throws InterruptedException {
        heard.awaitEnd();
        return new CapturedExchange(
                ids.next(),
                new RequestHead(request.method(), request.url(), "/chat/completions", request.headers()),
                new Credential(KEY),
                Body.whole(QUESTION.getBytes(StandardCharsets.UTF_8)),
                heard.head,
                Body.whole(heard.body.toByteArray()),
                Pieces.NONE,
                Timing.startedAt(clock.instant()),
                List.of(),
                new Outcome.Completed());
    }

    /** What came of one call. */
    private static final class Heard implements UpstreamListener {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final ServerSocket server;
        private volatile @Nullable ResponseHead head;
        private volatile @Nullable UpstreamFailure failed;

        private Heard(ServerSocket server) {
            this.server = server;
        }

        private void awaitEnd() throws InterruptedException {
            if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || failed != null) {
                throw new IllegalStateException("no answer came: " + failed);
            }
        }

        @Override
        public void onSent() {}

        @Override
        public void onHead(ResponseHead came) {
            head = came;
        }

        @Override
        public void onWaiting() {}

        @Override
        public void onPiece(ByteBuffer piece, Runnable demand) {
            byte[] bytes = new byte[piece.remaining()];
            piece.duplicate().get(bytes);
            body.writeBytes(bytes);
            demand.run();
        }

        @Override
        public void onEnd() {
            ended.countDown();
        }

        @Override
        public void onFailure(UpstreamFailure failure) {
            failed = failure;
            ended.countDown();
            try {
                // Nobody comes any more.
                server.close();
            } catch (IOException e) {
                LOG.debug("The warm-up goes on", e);
            }
        }
    }
}
