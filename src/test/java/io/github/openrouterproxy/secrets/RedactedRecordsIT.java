package io.github.openrouterproxy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.TomcatProcess.Ended;
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

/** What rules name reaches no file of a server at any time, and passes through it as it is. */
@Tag("beside-others")
final class RedactedRecordsIT {
    private static final String RULES = """
            # persons
            regex [a-z0-9.]+@[a-z0-9]+\\.[a-z]+
            json $..password
            header X-Customer
            """;

    private static final String ASKED = "{\"to\":\"jo.secret@example.com\",\"login\":{\"password\":\"hunter of two\"}}";
    private static final String ANSWERED = "{\"from\":\"jo.secret@example.com\",\"password\":\"hunter of two\"}";
    private static final String LARGE =
            "{\"text\":\"" + "lorem ipsum ".repeat(250_000) + "\",\"to\":\"jo.secret@example.com\"}";
    private static final List<String> NAMED_BY_RULES =
            List.of("jo.secret", "jo.se", "cret@example", "hunter of two", "Jo the customer");

    @TempDir
    private Path base;

    private FakeUpstream upstream;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(base.resolve("rules.txt"), RULES);
        upstream = FakeUpstream.start();
        upstream.answer(new Answers(ANSWERED, "I am jo.se", "cret@example.com", LARGE)::to);
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void whatRulesNameReachesNoFileAndPassesAsItIs() throws Exception {
        try (TomcatProcess tomcat = start()) {
            for (String path : List.of("plain", "stream", "gzip", "large")) {
                RawResponse direct = RawClient.call(upstream.port(), call("/api/v1/" + path));
                SeenRequest asked = upstream.awaitRequest(Duration.ofSeconds(10));
                RawResponse relayed = RawClient.call(tomcat.relayPort(), call("/v1/" + path));
                SeenRequest passedOn = upstream.awaitRequest(Duration.ofSeconds(10));

                assertThat(relayed.body()).as(path).isEqualTo(direct.body());
                assertThat(passedOn.text()).as(path).isEqualTo(asked.text());
                assertThat(passedOn.headers().first("X-Customer")).contains("Jo the customer");
                assertThat(passedOn.target()).contains("jo.secret%40example.com");
            }

            assertNothingIsInAFile();
            assertThat(new RecordedFile(tomcat.database()).rows()).hasSize(4).allSatisfy(row -> {
                assertThat(row.url()).endsWith("?user=[REDACTED]");
                assertThat(row.requestBody())
                        .isEqualTo("{\"to\":\"[REDACTED]\",\"login\":{\"password\":\"[REDACTED]\"}}");
                assertThat(row.responseBody()).contains("[REDACTED]");
            });
            tomcat.stop();
        }
        assertNothingIsInAFile();
    }

    @Test
    void norDoesWhatIsStillRunningNorWhatAKillLeaves() throws Exception {
        try (TomcatProcess tomcat = start();
                RawClient waiting = RawClient.connect(tomcat.relayPort())) {
            waiting.send(call("/v1/silent").bytes());
            Row running = awaitRow(new RecordedFile(tomcat.database()));

            assertThat(running.state()).isEqualTo("in_flight");
            assertThat(running.url()).endsWith("?user=[REDACTED]");
            assertNothingIsInAFile();
            tomcat.kill9();
            assertNothingIsInAFile();
        }
        try (TomcatProcess tomcat = start()) {
            assertThat(awaitRow(new RecordedFile(tomcat.database())).state()).isEqualTo("interrupted");
            assertNothingIsInAFile();
        }
    }

    @Test
    void aWrongRuleRefusesTheStartInOneLine() throws Exception {
        Files.writeString(base.resolve("rules.txt"), "regex ok\nregex [a-z\n");

        Ended start = TomcatProcess.startInVain(base, settings());

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.output().lines()).hasSize(1);
        assertThat(start.output()).contains("REDACTION_RULES=" + base.resolve("rules.txt") + " is wrong in line 2: ");
    }

    private TomcatProcess start() throws IOException, InterruptedException {
        return TomcatProcess.start(base, settings());
    }

    private Map<String, String> settings() {
        return Map.of(
                "OPENAI_API_BASE",
                upstream.base().toString(),
                "REDACTION_RULES",
                base.resolve("rules.txt").toString(),
                "RECORD_WAIT",
                "60s");
    }

    private void assertNothingIsInAFile() throws IOException {
        for (String named : NAMED_BY_RULES) {
            assertThat(FilesWith.text(base.resolve("data"), named)).as(named).isEmpty();
        }
    }

    /** The one call's, once its request is there. */
    private static Row awaitRow(RecordedFile file) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            List<Row> rows = file.rows();
            if (rows.size() == 1 && !rows.get(0).requestBody().isEmpty()) {
                return rows.get(0);
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no row with a request within half a minute");
    }

    private static RawRequest call(String path) {
        return RawRequest.post(path + "?user=jo.secret%40example.com", ASKED).header("X-Customer", "Jo the customer");
    }
}
