package io.github.openrouterproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Connections and the container's request objects are used again and again; nothing of one call may stay in them. */
final class RelayKeysIT {
    private static final int CLIENTS = 8;
    private static final int CALLS = 60;

    @Test
    void theKeyOfOneCallNeverAppearsInAnother() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (FakeUpstream upstream = FakeUpstream.start();
                RelayTomcat relay = RelayTomcat.start(upstream.base().toString())) {
            upstream.answer(seen -> Reply.json(200, "{\"echo\":\"" + marker(seen) + "\"}"));
            List<Callable<List<String>>> work = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                work.add(() -> wrongAnswers(relay.port(), number));
            }
            for (Future<List<String>> wrong : clients.invokeAll(work)) {
                assertThat(wrong.get()).isEmpty();
            }

            assertThat(upstream.requests()).hasSize(CLIENTS * CALLS).allSatisfy(RelayKeysIT::bearsItsOwnKeyOnly);
            assertThat(upstream.connections()).as("connections were used again").isLessThan(CLIENTS * CALLS);
            for (int call = 0; call < CLIENTS * CALLS; call++) {
                isRecordedWithItsOwnKeyOnly(relay.recorder().nextEnded());
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Every third call bears no key, every third another kind of key. */
    private static List<String> wrongAnswers(int port, int client) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (RawClient connection = RawClient.connect(port)) {
            for (int call = 0; call < CALLS; call++) {
                String marker = "m" + client + "x" + call + "e";
                RawRequest request = RawRequest.post("/v1/chat/completions", "{\"marker\":\"" + marker + "\"}");
                switch (call % 3) {
                    case 0 -> request.bearer("sk-" + marker);
                    case 1 -> request.header("x-api-key", "sk-" + marker);
                    default -> request.header("X-No-Key", "yes");
                }
                RawResponse answer = connection.call(request);
                if (!answer.text().equals("{\"echo\":\"" + marker + "\"}")) {
                    wrong.add(marker + " got " + answer.text());
                }
            }
        }
        return wrong;
    }

    private static void bearsItsOwnKeyOnly(SeenRequest seen) {
        String key = "sk-" + marker(seen);
        boolean none = seen.headers().contains("X-No-Key");
        boolean other = seen.headers().contains("x-api-key");
        assertThat(seen.headers().all("Authorization")).isEqualTo(none || other ? List.of() : List.of("Bearer " + key));
        assertThat(seen.headers().all("x-api-key")).isEqualTo(other ? List.of(key) : List.of());
    }

    private static void isRecordedWithItsOwnKeyOnly(CapturedExchange captured) {
        String marker = marker(new String(captured.requestBody().bytes(), StandardCharsets.UTF_8));
        boolean none = captured.request().headers().contains("X-No-Key");

        assertThat(captured.key()).isEqualTo(none ? null : new Credential("sk-" + marker));
        assertThat(marker(new String(captured.responseBody().bytes(), StandardCharsets.UTF_8)))
                .isEqualTo(marker);
    }

    private static String marker(SeenRequest seen) {
        return marker(seen.text());
    }

    private static String marker(String text) {
        return text.substring(text.indexOf(":\"") + 2, text.lastIndexOf('"'));
    }
}
