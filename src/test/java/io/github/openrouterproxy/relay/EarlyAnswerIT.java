package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are out before the request body is in. */
@Tag("beside-others")
class EarlyAnswerIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");
    private static final int LENGTH = 100_000;
    private static final int UPLOADS = 12;

    /** What is read away, and then some for the kernel's buffers. */
    private static final long MOST_SENT = 64L << 20;

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @ParameterizedTest
    @CsvSource({
        "the upstream has answered, /v1/files,    100000, 401",
        "too large,                 /v1/files,    50000,  413",
        "refused,                   /v1/realtime, 100000, 501",
        "outside,                   /v2/files,    100000, 404",
    })
    void uploadsWhoseAnswerIsOutHoldNoThread(String why, String path, String mostBytes, int status) throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base())
                .with("MAX_REQUEST_BYTES", mostBytes)
                .connector("maxThreads", "4"));
        String headers = status == 501 ? "Upgrade: websocket\r\n" : "";
        List<RawClient> uploads = new ArrayList<>();
        for (int i = 0; i < UPLOADS; i++) {
            if (status == 401) {
                stage.upstream().answerNextEarly(Reply.json(401, "{\"error\":\"no\"}"));
            }
            uploads.add(beginUpload(relay, path, headers));
            assertThat(uploads.get(i).receive().status()).as(why).isEqualTo(status);
        }

        stage.upstream().answer(request -> Reply.json(200, "{}"));
        assertThatOthersAreServed(relay, uploads);
    }

    @Test
    void aConnectionWhoseUploadCameToItsEndCarriesTheNextCall() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNextEarly(Reply.json(401, "{}"));
        try (RawClient client = beginUpload(relay, "/v1/files", "")) {
            assertThat(client.receive().status()).isEqualTo(401);
            client.send("x".repeat(LENGTH).getBytes(UTF_8));

            stage.upstream().answerNext(Reply.json(200, "{}"));
            client.send(CALL.bytes());

            assertThat(client.receive().status()).isEqualTo(200);
        }
    }

    /** Were the connection closed at once, the unread bytes would make the kernel take the answer back. */
    @Test
    void aClientThatSendsAllBeforeItReadsSeesWhyItWasRefused() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).with("MAX_REQUEST_BYTES", "50000"));
        for (String head : List.of("Content-Length: 4000000", "Transfer-Encoding: chunked")) {
            try (RawClient client = RawClient.connect(relay.port())) {
                client.send(("POST /v1/files HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n").getBytes(UTF_8));
                for (int i = 0; i < 40; i++) {
                    boolean chunked = head.endsWith("chunked");
                    client.send(((chunked ? "186a0\r\n" : "") + "x".repeat(LENGTH) + (chunked ? "\r\n" : ""))
                            .getBytes(UTF_8));
                }
                client.send(head.endsWith("chunked") ? "0\r\n\r\n".getBytes(UTF_8) : new byte[0]);

                assertThat(client.receive().status()).isEqualTo(413);
            }
        }
    }

    @Test
    void anUploadThatGoesOnAfterItsAnswerIsCutShort() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNextEarly(Reply.json(401, "{}"));
        try (RawClient client = beginUpload(relay, "/v1/files", "")) {
            assertThat(client.receive().status()).isEqualTo(401);

            eventually("the connection is closed", () -> isClosedTo(client));
        }
    }

    /** Otherwise a fast one could go on for as long as a slow one may. */
    @Test
    void anUploadThatGoesOnFastAfterItsAnswerIsCutSooner() throws Exception {
        RelayTomcat relay = stage.relay("MAX_REQUEST_BYTES", "100GB");
        stage.upstream().answerNextEarly(Reply.json(401, "{}"));
        byte[] piece = new byte[1 << 20];
        long sent = 0;
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n".getBytes(UTF_8));
            assertThat(client.receive().status()).isEqualTo(401);
            while (sent < MOST_SENT) {
                client.send(piece);
                sent += piece.length;
            }
        } catch (IOException closed) {
            // as it should be
        }

        assertThat(sent).isLessThan(MOST_SENT);
    }

    @Test
    void anUploadThatIsTooLongIsCutThoughItsAnswerHasBegun() throws Exception {
        RelayTomcat relay = stage.relay("MAX_REQUEST_BYTES", "50000");
        CountDownLatch gate = new CountDownLatch(1);
        stage.upstream()
                .answerNextEarly(Reply.events().piece("data: 1\n\n").await(gate).piece("data: 2\n\n"));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
            assertThat(client.receiveHead()).isNotEmpty();
            client.send(("186a0\r\n" + "x".repeat(LENGTH) + "\r\n").getBytes(UTF_8));

            assertThat(relay.recorder().nextEnded().outcome())
                    .isEqualTo(new Outcome.Refused("the request body is larger than MAX_REQUEST_BYTES, 50000 bytes"));
            eventually("the connection is closed", () -> isClosedTo(client));
        } finally {
            gate.countDown();
        }
    }

    private static RawClient beginUpload(RelayTomcat relay, String path, String headers) throws IOException {
        RawClient client = RawClient.connect(relay.port());
        client.send(("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + LENGTH + "\r\n\r\n")
                .getBytes(UTF_8));
        return client;
    }

    private static void assertThatOthersAreServed(RelayTomcat relay, List<RawClient> uploads)
            throws IOException, InterruptedException {
        for (int drop = 0; drop < 5; drop++) {
            for (RawClient client : uploads) {
                client.send("x".getBytes(UTF_8));
            }
            long start = System.nanoTime();
            RawResponse got = RawClient.call(relay.port(), CALL);
            assertThat(got.status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
        eventually("no thread waits for the rest of an upload", () -> relay.busyThreads() == 0);
        for (RawClient client : uploads) {
            client.close();
        }
    }

    private static boolean isClosedTo(RawClient client) {
        try {
            client.send("x".getBytes(UTF_8));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
