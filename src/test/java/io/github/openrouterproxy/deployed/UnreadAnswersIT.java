package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as it is shipped, before more clients that send and never read than its door has threads. */
@Tag("beside-others")
final class UnreadAnswersIT {
    private static final int CLIENTS = 24;
    private static final int CALLS = 1_000;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    private Path base;

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/v1/empty", "/metrics"})
    void othersAreServedAndRecordedAtOnce(String path) throws Exception {
        ByteArrayOutputStream calls = new ByteArrayOutputStream();
        for (int i = 0; i < CALLS; i++) {
            calls.writeBytes(RawRequest.get(path).bytes());
        }
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
            String long7 = "x".repeat(7_000);
            upstream.answer(request -> request.path().endsWith("empty")
                    ? Reply.status(200).header("X-Long", long7).chunked()
                    : Reply.json(200, long7));
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(RawClient.connectNarrowly(tomcat.relayPort()));
                clients.get(i).send(calls.toByteArray());
            }

            awaitRest(upstream);

            // what has no upstream is still being made for a while
            int inTime = 0;
            for (int i = 0; i < 30 && inTime < 5; i++) {
                inTime = isServedAtOnce(tomcat.relayPort(), upstream.port()) ? inTime + 1 : 0;
            }
            assertThat(inTime).isEqualTo(5);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** Or a little later on a machine on which a call that goes past the proxy takes long, too. */
    private static boolean isServedAtOnce(int relay, int upstream) throws IOException {
        long direct = timeOfCall(upstream);
        return timeOfCall(relay) < AT_ONCE.toNanos() + 10 * direct;
    }

    private static long timeOfCall(int port) throws IOException {
        long start = System.nanoTime();
        assertThat(RawClient.call(port, RawRequest.post("/v1/chat/completions", "{}"))
                        .status())
                .isEqualTo(200);
        return System.nanoTime() - start;
    }

    /** Every connection is full, or all was answered. */
    private static void awaitRest(FakeUpstream upstream) throws InterruptedException {
        int before = -1;
        for (int i = 0; i < 60 && before != upstream.requests().size(); i++) {
            before = upstream.requests().size();
            Thread.sleep(1_000);
        }
    }
}
