package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.atRest;
import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send call upon call on one connection, and read late or never. */
@Tag("beside-others")
class PipeliningIT {
    private static final int CLIENTS = 6;
    private static final int EXPECTING = 60;
    private static final int CALLS = 1_000;
    private static final RawRequest OTHER = RawRequest.post("/v1/chat/completions", "{}");
    private static final String BODY = "x".repeat(7_000);

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @Test
    void callsThatComeAtOnceAreAnsweredInTheirOrder() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answer(request -> Reply.json(200, request.text()));
        try (RawClient client = RawClient.connect(relay.port())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 50; i++) {
                all.writeBytes(RawRequest.post("/v1/embeddings", "{\"call\":" + i + "}")
                        .bytes());
            }
            client.send(all.toByteArray());

            for (int i = 0; i < 50; i++) {
                assertThat(client.receive().text()).isEqualTo("{\"call\":" + i + "}");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,1000", "8000,8000", "9000,9000", "20000,20000", "100000,100000", "100000,1000", "1000000,65536"})
    void callsBehindAChunkedBodyAreAnsweredInTheirOrder(int size, int chunk) throws Exception {
        byte[] body = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
        RelayTomcat relay = stage.relay();
        stage.upstream()
                .answer(request -> Reply.json(
                        200,
                        request.path().replace("/api", "") + " "
                                + request.text().length()));
        for (int i = 0; i < 20; i++) {
            try (RawClient client = RawClient.connect(relay.port())) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.writeBytes(
                        RawRequest.of("POST", "/v1/files").inChunks(body, chunk).bytes());
                all.writeBytes(RawRequest.get("/v1/models").bytes());
                all.writeBytes(
                        RawRequest.of("POST", "/v1/more").inChunks(body, chunk).bytes());
                all.writeBytes(RawRequest.get("/v1/last").bytes());
                client.send(all.toByteArray());

                assertThat(client.receive().text()).isEqualTo("/v1/files " + size);
                assertThat(client.receive().text()).isEqualTo("/v1/models 0");
                assertThat(client.receive().text()).isEqualTo("/v1/more " + size);
                assertThat(client.receive().text()).isEqualTo("/v1/last 0");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/embeddings,200", "/v1/streams,200", "/v1/silent,200", "/elsewhere,404"})
    void whoNeverReadsHoldsNoThread(String path, int status) throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).connector("maxThreads", "4"));
        stage.upstream().answer(request -> switch (request.path()) {
            case "/v1/streams" -> Reply.events().piece("data: " + BODY + "\n\n");
            case "/v1/silent" -> Reply.status(200).header("X-Long", BODY).chunked();
            default -> Reply.json(200, BODY);
        });
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = RawClient.connectNarrowly(relay.port());
            clients.add(client);
            client.send(callsTo(path));
        }

        for (int i = 0; i < 5; i++) {
            Thread.sleep(200);
            assertThatOthersAreServed(relay);
        }
        eventually("no thread waits for a client that does not read", () -> relay.busyThreads() == 0);
        for (RawClient client : clients) {
            for (int i = 0; i < CALLS; i++) {
                RawResponse answer = client.receive();
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.complete()).isTrue();
            }
            client.close();
        }
    }

    /** Its socket fills to the last byte, sometimes that of a 100. Each client has answers with other borders. */
    @Test
    void whoNeverReadsAndSendsItsBodyAlongWaitsForNo100() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .connector("maxThreads", "4")
                .connector("continueResponseTiming", "onRead")
                .connector("socket.txBufSize", "4096"));
        AtomicInteger asked = new AtomicInteger();
        stage.upstream().answer(request -> {
            asked.incrementAndGet();
            return Reply.json(200, "x".repeat(request.path().length() % 100));
        });
        byte[] expecting = RawRequest.of("POST", "/v1/chat")
                .header("Expect", "100-continue")
                .body("{}")
                .bytes();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < EXPECTING; i++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(RawRequest.get("/v1/" + "x".repeat(i)).bytes());
            for (int call = 0; call < CALLS; call++) {
                all.writeBytes(expecting);
            }
            RawClient client = RawClient.connectNarrowly(relay.port());
            clients.add(client);
            client.send(all.toByteArray());
        }

        atRest(asked);
        assertThatOthersAreServed(relay);
        eventually("no thread waits for a client that does not read", () -> relay.busyThreads() == 0);
        for (RawClient client : clients) {
            client.close();
        }
    }

    private static byte[] callsTo(String path) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < CALLS; i++) {
            all.writeBytes(RawRequest.post(path, "{}").bytes());
        }
        return all.toByteArray();
    }

    private static void assertThatOthersAreServed(RelayTomcat relay) throws IOException {
        long start = System.nanoTime();
        assertThat(RawClient.call(relay.port(), OTHER).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
}
