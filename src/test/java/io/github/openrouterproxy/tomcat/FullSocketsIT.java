package io.github.openrouterproxy.tomcat;

import static io.github.openrouterproxy.testing.machine.Eventually.atRest;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server as it is shipped, but with small sockets, before clients that let these fill to the last byte and then
 * send what the container itself answers.
 */
@Tag("beside-others")
final class FullSocketsIT {
    private static final int CLIENTS = 120;
    private static final int CALLS = 1_000;
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final RawRequest SMALL = RawRequest.get("/v1/small");

    @TempDir
    private Path base;

    private final AtomicInteger asked = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/small HTTP/1.1\r\nHost: a b\r\n\r\n",
                "G@T /v1/small HTTP/1.1\r\nHost: a\r\n\r\n",
            })
    void whatTheContainerRefusesBehindAFullSocketHoldsNoThreadForLong(String malformed) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.startWith(
                        base, Map.of("OPENAI_API_BASE", upstream.base().toString()), "socket.txBufSize=\"4096\"")) {
            upstream.answer(request -> {
                asked.incrementAndGet();
                return Reply.json(200, "x".repeat(request.path().length() % 100));
            });
            int fit = answersThatFit(tomcat.relayPort());
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = RawClient.connectNarrowly(tomcat.relayPort());
                clients.add(client);
                client.send(filling(i, fit - i % 3, malformed));
            }

            atRest(asked);
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                assertThat(RawClient.call(tomcat.relayPort(), SMALL).status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** The first has an answer of another length than that of other clients, and so have all other borders. */
    private static byte[] filling(int client, int count, String last) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawRequest.get("/v1/" + "x".repeat(client)).bytes());
        for (int small = 1; small < count; small++) {
            all.writeBytes(SMALL.bytes());
        }
        all.writeBytes(last.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    /** Of the small ones, to one who reads none; without the last, which fits no more. */
    private int answersThatFit(int port) throws IOException, InterruptedException {
        try (RawClient client = RawClient.connectNarrowly(port)) {
            client.send(filling(0, CALLS, ""));
            atRest(asked);
            int fit = asked.get() - 1;
            assertThat(fit).isBetween(3, CALLS - 2);
            return fit;
        }
    }
}
