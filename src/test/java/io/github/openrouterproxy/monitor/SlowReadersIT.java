package io.github.openrouterproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitor as it is shipped, before more clients that never read their answers than its door has threads. */
final class SlowReadersIT {
    private static final String ALICE = "sk-or-v1-alice-0123456789";
    private static final String BOB = "sk-or-v1-bob-0123456789";
    private static final int CLIENTS = 72;
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    @TempDir
    private Path base;

    private final List<RawClient> slow = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (RawClient client : slow) {
            client.close();
        }
    }

    @Test
    void theDownloadsOfOneViewerKeepNobodyElseWaiting() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = start(upstream)) {
            String hers = call(tomcat, upstream, ALICE, "x".repeat(4 << 20));
            String his = call(tomcat, upstream, BOB, "{}");
            RawRequest download =
                    RawRequest.get("/api/requests/" + hers + "/response-body").bearer(ALICE);
            RawRequest own = RawRequest.get("/api/requests/" + his).bearer(BOB);
            warmUp(tomcat, own);
            for (int i = 0; i < CLIENTS; i++) {
                slow.add(RawClient.connectNarrowly(tomcat.monitorPort()));
                slow.get(i).send(download.bytes());
            }

            isAnsweredAtOnce(tomcat, own, "{\"id\":\"" + his + "\"");
            List<Integer> statuses = new ArrayList<>();
            for (RawClient client : slow) {
                String head = new String(client.receiveHead(), StandardCharsets.ISO_8859_1);
                statuses.add(Integer.parseInt(head.substring(9, 12)));
                assertThat(head.contains("Retry-After: ")).isEqualTo(!head.startsWith("HTTP/1.1 200"));
            }
            assertThat(statuses).contains(200, 429).containsOnly(200, 429);
        }
    }

    @Test
    void strangersWhoNeverReadKeepNobodyElseWaiting() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = start(upstream)) {
            warmUp(tomcat, RawRequest.get("/login"));
            for (String path : List.of("/login", "/api/requests")) {
                ByteArrayOutputStream calls = new ByteArrayOutputStream();
                for (int i = 0; i < 500; i++) {
                    calls.writeBytes(RawRequest.get(path).bytes());
                }
                for (int i = 0; i < CLIENTS; i++) {
                    RawClient client = RawClient.connectNarrowly(tomcat.monitorPort());
                    slow.add(client);
                    client.send(calls.toByteArray());
                }
            }

            // So much is made for them until their sockets are full.
            Thread.sleep(3_000);
            isAnsweredAtOnce(tomcat, RawRequest.get("/login"), "<!DOCTYPE html>");
        }
    }

    /** Its first answer needs its page compiled, and the like. */
    private static void warmUp(TomcatProcess tomcat, RawRequest request) throws IOException {
        assertThat(RawClient.call(tomcat.monitorPort(), request).status()).isEqualTo(200);
    }

    private static void isAnsweredAtOnce(TomcatProcess tomcat, RawRequest request, String beginning)
            throws IOException {
        long start = System.nanoTime();
        try (RawClient other = RawClient.connectFrom("127.0.0.2", tomcat.monitorPort())) {
            RawResponse answer = other.call(request);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).startsWith(beginning);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        }
    }

    private TomcatProcess start(FakeUpstream upstream) throws IOException, InterruptedException {
        return TomcatProcess.start(
                base, Map.of("OPENAI_API_BASE", upstream.base().toString(), "CATALINA_OPTS", "-Xmx256m"));
    }

    /** @return the id of its record */
    private static String call(TomcatProcess tomcat, FakeUpstream upstream, String key, String answer)
            throws IOException {
        upstream.answerNext(Reply.json(200, new ObjectMapper().writeValueAsString(answer)));
        return RawClient.call(
                        tomcat.relayPort(),
                        RawRequest.post("/v1/chat/completions", "{}").bearer(key))
                .header("X-Request-Id");
    }
}
