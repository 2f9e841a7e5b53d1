package io.github.openrouterproxy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.machine.FilesWith;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of a server that has a key: in no file at any time, and there for whoever may read them. */
@Tag("beside-others")
final class EncryptedRecordsIT {
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final String ADMIN = "key-of-the-administrator";
    private static final String ASKED = "{\"text\":\"Zauberwort in der Frage\"}";
    private static final String ANSWERED = "{\"text\":\"Zauberwort in der Antwort\"}";
    private static final String LARGE = "{\"text\":\"" + "Zauberwort ".repeat(300_000) + "\"}";

    @TempDir
    private Path base;

    private FakeUpstream upstream;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(base.resolve("keys"), "# the newest first\n" + KEY + "\n" + "00".repeat(32) + "\n");
        upstream = FakeUpstream.start();
        upstream.answer(new Answers(ANSWERED, "Zauber", "wort", LARGE)::to);
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void noFileHoldsABodyAtAnyTimeAndWhoMayReadsItAfterARestart() throws Exception {
        try (TomcatProcess tomcat = start();
                RawClient waiting = RawClient.connect(tomcat.relayPort())) {
            for (String path : List.of("plain", "stream", "gzip", "large")) {
                RawResponse answer = RawClient.call(tomcat.relayPort(), RawRequest.post("/v1/" + path, ASKED));
                assertThat(answer.complete()).as(path).isTrue();
            }
            waiting.send(RawRequest.post("/v1/silent", ASKED).bytes());
            awaitRequests(5, new RecordedFile(tomcat.database()));

            assertNothingIsInAFile();
            tomcat.kill9();
            assertNothingIsInAFile();
        }
        try (TomcatProcess tomcat = start()) {
            List<String> ids = new RecordedFile(tomcat.database()).column("SELECT id FROM requests ORDER BY id");

            assertThat(ids)
                    .hasSize(5)
                    .allSatisfy(id -> assertThat(body(tomcat, id, "request")).isEqualTo(ASKED));
            assertThat(body(tomcat, ids.get(0), "response")).isEqualTo(ANSWERED);
            assertThat(body(tomcat, ids.get(3), "response")).isEqualTo(LARGE);
            assertThat(tomcat.output()).doesNotContain(KEY);
            tomcat.stop();
        }
        assertNothingIsInAFile();
    }

    private TomcatProcess start() throws IOException, InterruptedException {
        return TomcatProcess.start(
                base,
                Map.of(
                        "OPENAI_API_BASE",
                        upstream.base().toString(),
                        "ENCRYPTION_KEY_FILE",
                        base.resolve("keys").toString(),
                        "SUPER_ADMIN_APIKEY",
                        ADMIN,
                        "RECORD_WAIT",
                        "60s"));
    }

    private void assertNothingIsInAFile() throws IOException {
        assertThat(FilesWith.text(base.resolve("data"), "Zauberwort")).isEmpty();
    }

    private static void awaitRequests(int count, RecordedFile file) throws Exception {
        String written = "SELECT count(*) FROM request_contents WHERE octet_length(body) > 0";
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!file.column(written).equals(List.of(Integer.toString(count)))) {
            assertThat(System.nanoTime())
                    .as("waiting for " + count + " requests")
                    .isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static String body(TomcatProcess tomcat, String id, String which) throws IOException {
        String path = "/api/requests/" + id + "/" + which + "-body";
        return RawClient.call(tomcat.monitorPort(), RawRequest.get(path).bearer(ADMIN))
                .text();
    }
}
