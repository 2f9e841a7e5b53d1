package io.github.openrouterproxy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.content.Compressed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake has to be trusted before anything is measured with it. */
final class FakeUpstreamIT {
    private static final String CHAT = "/api/v1/chat/completions";
    private static final Duration SOON = Duration.ofSeconds(5);

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void answersAChatAsOpenRouterWouldAndRemembersTheRequestByteForByte() throws IOException {
        RawRequest request =
                RawRequest.post(CHAT + "?a=%2F", "{\"model\":\"m\"}").header("X-oDD", "  v  ");
        RawResponse response = RawClient.call(upstream.port(), request);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("\"content\":\"Hello, wörld\"");
        SeenRequest seen = upstream.requests().get(0);
        assertThat(seen.head()).isEqualTo(request.headBytes());
        assertThat(seen.text()).isEqualTo("{\"model\":\"m\"}");
        assertThat(seen.target()).isEqualTo(CHAT + "?a=%2F");
        assertThat(seen.path()).isEqualTo(CHAT);
    }

    @Test
    void streamsWhenAskedToAndKeepsTheConnectionForTheNextCall() throws IOException {
        try (RawClient client = RawClient.connect(upstream.port())) {
            RawResponse first = client.call(RawRequest.post(CHAT, "{\"stream\": true}"));
            RawResponse second = client.call(RawRequest.get("/api/v1/models"));

            assertThat(first.complete()).isTrue();
            assertThat(first.text()).startsWith(": OPENROUTER PROCESSING\n\n").endsWith("data: [DONE]\n\n");
            assertThat(second.text()).contains("test/model");
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsTheNextPieceOnlyWhenTheTestOpensTheGate() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        upstream.answerNext(Reply.events().piece("one").await(gate).piece("two"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.send(RawRequest.get("/x").bytes());
            RawResponse response = client.receive(piece -> gate.countDown());

            assertThat(response.arrivals())
                    .extracting(arrival -> new String(arrival.bytes(), StandardCharsets.UTF_8))
                    .containsExactly("one", "two");
        }
    }

    @Test
    void readsAChunkedRequestAndKeepsItsFraming() throws IOException {
        String framed = "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        RawClient.call(upstream.port(), RawRequest.of("POST", "/x").chunked(framed));

        assertThat(upstream.requests().get(0).text()).isEqualTo("abcde");
        assertThat(new String(upstream.requests().get(0).wireBody(), StandardCharsets.UTF_8))
                .isEqualTo(framed);
    }

    @Test
    void breaksOffWhereItIsTold() throws IOException {
        upstream.answerNext(Reply.events().piece("half").reset());
        upstream.answerNext(Reply.status(200).declaring(100).piece("half").close());

        RawResponse reset = RawClient.call(upstream.port(), RawRequest.get("/x"));
        RawResponse lie = RawClient.call(upstream.port(), RawRequest.get("/x"));

        assertThat(reset.complete()).isFalse();
        assertThat(lie.complete()).isFalse();
        assertThat(lie.text()).isEqualTo("half");
    }

    @Test
    void answersBeforeTheBodyWasRead() throws IOException {
        upstream.answerNextEarly(Reply.json(413, "{}"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.send(
                    RawRequest.of("POST", "/x").header("Content-Length", "1000").headBytes());

            assertThat(client.receive().status()).isEqualTo(413);
        }
    }

    @Test
    void noticesThatTheClientWentWhileItWasSilent() throws IOException, InterruptedException {
        upstream.answerNext(Reply.events().piece("one").stall());
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.send(RawRequest.get("/leaving").bytes());
            client.receiveHead();
        }

        assertThat(upstream.awaitDisconnect(SOON).target()).isEqualTo("/leaving");
    }

    @Test
    void aClientThatLeavesAfterTheEndIsNotADisconnect() throws IOException, InterruptedException {
        RawClient.call(upstream.port(), RawRequest.get("/whole"));
        upstream.answerNext(Reply.silence());
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.send(RawRequest.get("/leaving").bytes());
            upstream.awaitRequest(SOON);
            upstream.awaitRequest(SOON);
        }

        assertThat(upstream.awaitDisconnect(SOON).target()).isEqualTo("/leaving");
    }

    @Test
    void compressesInPiecesThatCanBeReadOneByOne() throws IOException {
        List<byte[]> pieces = Compressed.gzipPieces(List.of("one", "two"));
        GZIPInputStream first = new GZIPInputStream(new ByteArrayInputStream(pieces.get(0)));

        assertThat(first.readNBytes(3)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(Compressed.gzip("whole"))).readAllBytes())
                .isEqualTo("whole".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void servesHundredsAtOnce() throws Exception {
        upstream.answer(request -> OpenAiReplies.chatStream(List.of("a", "b"), Duration.ofMillis(20)));
        ExecutorService clients = Executors.newFixedThreadPool(300);
        try {
            List<Future<RawResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(clients.submit(() -> RawClient.call(upstream.port(), RawRequest.post(CHAT, "{}"))));
            }
            for (Future<RawResponse> answer : answers) {
                assertThat(answer.get().text()).endsWith("data: [DONE]\n\n");
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(upstream.requests()).hasSize(300);
    }
}
