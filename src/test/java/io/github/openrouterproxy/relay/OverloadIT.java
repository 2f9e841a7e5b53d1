package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.atRest;
import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More than can be served, and clients that are slower than their upstream. */
class OverloadIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");
    private static final Executor OWN_THREAD = work -> new Thread(work, "client").start();
    private static final int UPLOADS = 300;
    private static final int FLOOD = 300_000;

    private static final String LARGE = "x".repeat(25_000_000);

    @TempDir
    private Path base;

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @Test
    void refusesWhatFindsNoPlaceInTheQueueToTheUpstream() throws Exception {
        UpstreamLimits narrow = new UpstreamLimits(2, 8, Duration.ofSeconds(30), Duration.ofMinutes(5));
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).limits(narrow));
        CountDownLatch gate = new CountDownLatch(1);
        stage.upstream().answer(request -> Reply.events().await(gate).piece("data: 1\n\n"));
        List<CompletableFuture<RawResponse>> served = calls(relay, 2);
        stage.upstream().awaitRequest(SOON);
        stage.upstream().awaitRequest(SOON);

        List<CompletableFuture<RawResponse>> more = calls(relay, 20);
        eventually("twelve are refused", () -> finished(more).size() == 12);

        assertThat(finished(more)).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.text()).contains("\"type\":\"overloaded\"", "\"code\":503");
        });
        gate.countDown();
        served.addAll(more);
        assertThat(served.stream().map(CompletableFuture::join).map(RawResponse::status))
                .filteredOn(status -> status == 200)
                .hasSize(10);
        assertThat(relay.recorder().nextEnded().outcome())
                .isEqualTo(new Outcome.UpstreamFailed("too many calls are waiting for the upstream"));
    }

    /** A stream of HTTP/2 may hold of its answer what nobody reads. */
    @ParameterizedTest
    @CsvSource({"false,3", "true,2"})
    void refusesWhatThereIsNoMemoryFor(String http2, int fit) throws Exception {
        CaptureBudget budget = new CaptureBudget(370_000, 100_000);
        RelayTomcat relay = stage.relay(
                RelayTomcat.to(stage.base()).with("UPSTREAM_HTTP2", http2).within(budget));
        CountDownLatch gate = new CountDownLatch(1);
        stage.upstream().answer(request -> Reply.events().await(gate).piece("data: 1\n\n"));
        List<CompletableFuture<RawResponse>> calls = calls(relay, 8);
        eventually("the others are refused", () -> finished(calls).size() == 8 - fit);

        assertThat(finished(calls)).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.text()).contains("\"type\":\"overloaded\"", "\"code\":503");
        });
        assertThat(budget.refusedCalls()).isEqualTo(8 - fit);
        gate.countDown();
        assertThat(calls.stream().map(CompletableFuture::join).map(RawResponse::status))
                .filteredOn(status -> status == 200)
                .hasSize(fit);
        eventually("there is room again", () -> calls(relay, 1).get(0).join().status() == 200);
    }

    /**
     * All that the upstream could send to a client that does not read lies in the kernel's buffers; and that it could
     * send no more is not taken for its silence.
     */
    @Test
    void aSlowReaderSlowsItsUpstream(TestReporter reporter) throws Exception {
        int pieces = 96;
        RelayTomcat relay = stage.relay("MAX_RECORDED_BYTES", "1MB", "REQUEST_TIMEOUT", "400ms");
        AtomicInteger sent = new AtomicInteger();
        String megabyte = "x".repeat(1 << 20);
        Reply reply = Reply.events();
        for (int i = 0; i < pieces; i++) {
            reply.lateChunk(() -> {
                sent.incrementAndGet();
                return megabyte;
            });
        }
        stage.upstream().answerNext(reply);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(64 * 1024);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), relay.port()));
            client.getOutputStream().write(CALL.header("Connection", "close").bytes());
            stage.upstream().awaitRequest(SOON);
            atRest(sent);

            reporter.publishEntry("sent to a client that does not read, MB", sent.toString());
            assertThat(sent.get()).isLessThan(40);
            assertThat(read(client.getInputStream())).isGreaterThan((long) pieces << 20);
        }
        assertThat(sent.get()).isEqualTo(pieces);
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.Completed());
    }

    @Test
    void hundredsOfDrippingUploadsHoldNoThread() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).connector("maxThreads", "16"));
        stage.upstream().answer(request -> Reply.json(200, "{}"));
        List<RawClient> uploads = new ArrayList<>();
        for (int i = 0; i < UPLOADS; i++) {
            RawClient client = RawClient.connect(relay.port());
            uploads.add(client);
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n".getBytes(UTF_8));
        }
        for (int drop = 0; drop < 11; drop++) {
            for (RawClient client : uploads) {
                client.send("x".getBytes(UTF_8));
            }
            long start = System.nanoTime();
            assertThat(RawClient.call(relay.port(), CALL).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }

        eventually("no thread waits for a half of an upload", () -> relay.busyThreads() == 0);
        for (RawClient client : uploads) {
            client.send("x".getBytes(UTF_8));
        }
        for (RawClient client : uploads) {
            assertThat(client.receive().status()).isEqualTo(200);
            client.close();
        }
        assertThat(stage.upstream().requests().stream().map(seen -> seen.text()))
                .filteredOn("x".repeat(12)::equals)
                .hasSize(UPLOADS);
    }

    /** One thread hears of all connections to the upstream: it must not be one answer's for as long as that comes. */
    @Test
    void anAnswerThatComesFasterThanItIsPassedOnDoesNotHoldUpTheOthers() throws Exception {
        RelayTomcat relay = stage.relay();
        byte[] pieces = ("3c\r\n" + "x".repeat(60) + "\r\n").repeat(FLOOD).getBytes(UTF_8);
        stage.upstream()
                .answerNext(Reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8))
                        .bytes(pieces)
                        .bytes("0\r\n\r\n".getBytes(UTF_8)));
        CompletableFuture<RawResponse> flood = calls(relay, 1).get(0);
        stage.upstream().awaitRequest(SOON);

        assertThat(call(relay).status()).isEqualTo(200);

        assertThat(flood.isDone()).isFalse();
        assertThat(flood.join().text()).hasSize(60 * FLOOD);
    }

    @Test
    void aDiskThatHangsStopsNoCall() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        try (Disk disk = new Disk(stuck::await)) {
            RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                    .with("MAX_RECORDED_BYTES", "30MB")
                    .spillingInto(disk.folder(base)));
            stage.upstream()
                    .answer(request ->
                            request.path().endsWith("large") ? Reply.json(200, LARGE) : Reply.json(200, "{}"));
            CompletableFuture<RawResponse> large = CompletableFuture.supplyAsync(() -> callLarge(relay), OWN_THREAD);
            List<CapturedExchange> records = new ArrayList<>();
            while (!large.isDone()) {
                long start = System.nanoTime();
                assertThat(call(relay).status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
                records.add(relay.recorder().nextEnded());
            }

            assertThat(large.join().text()).isEqualTo(LARGE);
            records.add(relay.recorder().nextEnded());
            assertThat(records)
                    .extracting(CapturedExchange::responseBody)
                    .filteredOn(Body::isCut)
                    .singleElement()
                    .satisfies(body -> assertThat(body.length()).isEqualTo(LARGE.length()));
            stuck.countDown();
        }
    }

    @Test
    void aDiskThatIsSlowSlowsItsUpstreamAndAllIsKept() throws Exception {
        try (Disk disk = new Disk(() -> Thread.sleep(8))) {
            RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                    .with("MAX_RECORDED_BYTES", "30MB")
                    .spillingInto(disk.folder(base)));
            stage.upstream().answer(request -> Reply.json(200, LARGE));
            long start = System.nanoTime();

            assertThat(callLarge(relay).text()).isEqualTo(LARGE);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
            Body body = relay.recorder().nextEnded().responseBody();
            assertThat(body.inHand().bytes()).hasSize(LARGE.length());
            assertThat(body.inHand().truncated()).isFalse();
        }
    }

    private static RawResponse callLarge(RelayTomcat relay) {
        try {
            return RawClient.call(relay.port(), RawRequest.get("/v1/large"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On which each write takes as long as the test says. */
    private static final class Disk implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private final Pause pause;

        private interface Pause {
            void await() throws InterruptedException;
        }

        Disk(Pause pause) {
            this.pause = pause;
        }

        SpillFolder folder(Path base) {
            return new SpillFolder(
                    base.resolve("spill"),
                    write -> thread.execute(() -> {
                        try {
                            pause.await();
                        } catch (InterruptedException e) {
                            return;
                        }
                        write.run();
                    }),
                    (wait, task) -> {
                        var unused = timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
                    });
        }

        @Override
        public void close() {
            thread.shutdownNow();
            timer.shutdownNow();
        }
    }

    private static List<CompletableFuture<RawResponse>> calls(RelayTomcat relay, int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> call(relay), OWN_THREAD))
                .toList());
    }

    private static RawResponse call(RelayTomcat relay) {
        try {
            return RawClient.call(relay.port(), CALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RawResponse> finished(List<CompletableFuture<RawResponse>> calls) {
        return calls.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }

    private static long read(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long all = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            all += count;
        }
        return all;
    }
}
