package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.TomcatProcess.Ended;
import io.github.openrouterproxy.testing.machine.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the person who starts the server gets to read. */
@Tag("beside-others")
final class StartIT {
    private static final String CHAT = "{\"model\":\"test/model\",\"messages\":[]}";

    private static final String STOPPED = "the proxy was stopped while this call was running";

    @TempDir
    private Path base;

    @Test
    void aStartPrintsNothingButWhereBothDoorsAre() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.start(base, Map.of())) {
            assertThat(tomcat.output().lines())
                    .containsExactly(
                            "relay   http://127.0.0.1:" + tomcat.relayPort() + "/v1",
                            "monitor http://127.0.0.1:" + tomcat.monitorPort() + "/");
        }
    }

    /** The relay calls itself before it is ready. */
    @Test
    void theFirstCallIsPreparedThoughJavaPrefersIPv6() throws Exception {
        Map<String, String> settings = Map.of("JAVA_OPTS", "-Djava.net.preferIPv6Addresses=true", "LOG_LEVEL", "DEBUG");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            assertThat(tomcat.output())
                    .contains("The first call is prepared")
                    .doesNotContain("The first call will be slow");
        }
    }

    @Test
    void theEnvironmentWinsOverASystemProperty() throws Exception {
        Ended start = TomcatProcess.startInVain(
                base,
                Map.of("PAGE_SIZE", "environment", "JAVA_OPTS", "-DPAGE_SIZE=property -DCONNECT_TIMEOUT=property"));

        assertThat(start.output())
                .contains("PAGE_SIZE=environment ", "CONNECT_TIMEOUT=property ")
                .doesNotContain("PAGE_SIZE=property");
    }

    @Test
    void aKeyThatCanBeGuessedIsSaidAndNotPrinted() throws Exception {
        try (TomcatProcess tomcat =
                TomcatProcess.start(base, Map.of("AUDITOR_APIKEYS", "a key that is long enough,sesame"))) {
            assertThat(tomcat.output()).contains("fewer than 16 characters").doesNotContain("sesame");
        }
        try (TomcatProcess tomcat = TomcatProcess.start(base, Map.of("AUDITOR_APIKEYS", "a key that is long enough"))) {
            assertThat(tomcat.output()).doesNotContain("fewer than 16 characters");
        }
    }

    @Test
    void filesThatOthersCanReadAreSaid() throws Exception {
        Path database = Files.createFile(base.resolve("given.db"));
        Path keys = Files.writeString(base.resolve("given.keys"), "0123456789abcdef".repeat(4));
        Map<String, String> settings =
                Map.of("DATABASE_PATH", database.toString(), "ENCRYPTION_KEY_FILE", keys.toString());
        String openDatabase = "The database " + database + " is open to others than its owner: run chmod 600 on it.";
        String openKeys = "The file of encryption keys " + keys + " is open to others";
        Path index = Files.createFile(base.resolve("given.db.search"));
        Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(outputOfStart(settings))
                .contains(openDatabase, openKeys, "The search index " + index + " is open to others");

        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("r--------"));

        assertThat(outputOfStart(settings)).doesNotContain("open to others");
    }

    @Test
    void aMonitorThatAnswersUnderEveryNameIsSaid() throws Exception {
        String warning =
                "The monitor listens on 0.0.0.0 and answers under every host name: list those it is reached by in"
                        + " ALLOWED_HOSTS";

        assertThat(outputOfStart(Map.of("WEB_HOST", "0.0.0.0"))).containsOnlyOnce(warning);
        assertThat(outputOfStart(Map.of("WEB_HOST", "0.0.0.0", "ALLOWED_HOSTS", "monitor.example")))
                .doesNotContain("ALLOWED_HOSTS");
    }

    @Test
    void aTakenPortIsNamedWithTheVariableThatMovesItAndNothingIsTouched() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());

            Ended start = TomcatProcess.startInVain(base, Map.of("WEB_PORT", port));

            assertThat(start.exitCode()).isEqualTo(1);
            assertThat(start.output())
                    .isEqualTo(
                            "Port " + port + " on 127.0.0.1 is taken: set WEB_PORT to another port for the monitor.");
            assertThat(base.resolve("data")).doesNotExist();
        }
    }

    @Test
    void aPortThatIsNoneIsNamedAndNothingElseIsSaid() throws Exception {
        Ended start = TomcatProcess.startInVain(base, Map.of("PROXY_PORT", "http"));

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.output()).isEqualTo("PROXY_PORT is \"http\": it must be a port, 1 to 65535, for the relay.");
    }

    @Test
    void allWrongSettingsAreNamedInOneLine() throws Exception {
        Ended start = TomcatProcess.startInVain(
                base, Map.of("PAGE_SIZE", "many", "RETRY_MAX_ATTEMPTS", "99", "OPENAI_API_BASE", "ftp://x"));

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.output().lines()).hasSize(1);
        assertThat(start.output())
                .contains("PAGE_SIZE=many is not 1 to 200", "RETRY_MAX_ATTEMPTS=99 is not 1 to 10", "OPENAI_API_BASE");
        assertThat(base.resolve("data")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedInOneLine() throws Exception {
        // Below a file not even root can make a folder.
        Path file = Files.writeString(base.resolve("file"), "mine");
        Path database = file.resolve("proxy_requests.db");

        Ended start = TomcatProcess.startInVain(base, Map.of("DATABASE_PATH", database.toString()));

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.output().lines()).hasSize(1);
        assertThat(start.output()).contains(database.toString(), "DATABASE_PATH");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aFileOfANewerVersionIsRefusedInOneLineAndLeftAsItIs() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.start(base, Map.of())) {
            tomcat.stop();
        }
        Path database = base.resolve("data/proxy_requests.db");
        new RecordedFile(database).execute("PRAGMA user_version = 9999");
        byte[] before = Files.readAllBytes(database);

        Ended start = TomcatProcess.startInVain(base, Map.of());

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.output().lines()).hasSize(1);
        assertThat(start.output()).contains(database.toString(), "newer");
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    @Test
    void whatWasRecordedIsThereAfterARestart() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            List<Row> before;
            try (TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
                call(tomcat);
                before = new RecordedFile(tomcat.database()).rows();
                tomcat.stop();
            }
            try (TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
                assertThat(new RecordedFile(tomcat.database()).rows()).isEqualTo(before);
                call(tomcat);
                assertThat(new RecordedFile(tomcat.database()).rows())
                        .hasSize(2)
                        .startsWith(before.get(0))
                        .allSatisfy(row -> assertThat(row.requestBody()).isEqualTo(CHAT));
            }
        }
    }

    @Test
    void aStopInOrderLeavesNoLogAndNoLockBehind() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
            call(tomcat);
            tomcat.stop();

            assertThat(tomcat.output()).doesNotContain("SEVERE", "Exception");
            assertThat(base.resolve("data/proxy_requests.db-wal")).doesNotExist();
        }
    }

    @Test
    void aStopEndsTheCallsThatRunTruthfullyAndSaysNothing() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream);
                RawClient waiting = RawClient.connect(tomcat.relayPort());
                RawClient streaming = RawClient.connect(tomcat.relayPort());
                RawClient old = RawClient.connect(tomcat.relayPort())) {
            upstream.answer(request -> request.path().endsWith("silent")
                    ? Reply.silence()
                    : Reply.events().piece("data: 1\n\n").stall());
            waiting.send(RawRequest.post("/v1/silent", CHAT).bytes());
            streaming.send(RawRequest.post("/v1/stream", CHAT).bytes());
            old.send(RawRequest.http10("GET", "/v1/stream").bytes());
            CountDownLatch begun = new CountDownLatch(2);
            Future<RawResponse> half = readers.submit(() -> streaming.receive(piece -> begun.countDown()));
            Future<RawResponse> oldHalf = readers.submit(() -> old.receive(piece -> begun.countDown()));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            tomcat.stop();

            RawResponse answer = waiting.receive();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.text()).contains("\"type\":\"proxy_stopping\"");
            assertThat(half.get().complete()).isFalse();
            assertThat(oldHalf.get().complete()).isFalse();
            assertThat(tomcat.output()).doesNotContain("SEVERE", "Exception");
            assertThat(new RecordedFile(tomcat.database())
                            .column("SELECT state || ' ' || status || ' ' || error FROM exchanges ORDER BY status"))
                    .containsExactly("finished 200 " + STOPPED, "finished 200 " + STOPPED, "finished 503 " + STOPPED);
        } finally {
            readers.shutdownNow();
        }
    }

    /** The relay serves for seconds before the monitor is up, and only then Tomcat itself listens for a stop. */
    @Test
    void aStopBeforeTheMonitorIsUpEndsTheCallsThatRunTruthfully() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> Reply.silence());
            int port = FreePort.next();
            List<RawClient> waiting = new ArrayList<>();

            Ended start = TomcatProcess.stoppedWhileStarting(
                    base, Map.of("OPENAI_API_BASE", upstream.base().toString()), port, () -> {
                        waiting.add(RawClient.connect(port));
                        waiting.get(0).send(RawRequest.post("/v1/silent", CHAT).bytes());
                        upstream.awaitRequest(Duration.ofSeconds(10));
                    });

            assertThat(start.output()).doesNotContain("monitor http", "SEVERE", "Exception");
            RawResponse answer = waiting.get(0).receive();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("\"type\":\"proxy_stopping\"");
            assertThat(new RecordedFile(base.resolve("data/proxy_requests.db"))
                            .column("SELECT state || ' ' || status || ' ' || error FROM exchanges"))
                    .containsExactly("finished 503 " + STOPPED);
        }
    }

    @Test
    void neitherHealthNorMetricsGivesBackWhatACallerSent() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.start(base, Map.of())) {
            for (String path : List.of("/health/live", "/metrics")) {
                RawResponse traced = RawClient.call(
                        tomcat.relayPort(), RawRequest.of("TRACE", path).header("x-api-key", "sk-secret"));

                assertThat(traced.status()).isEqualTo(405);
                assertThat(traced.text()).doesNotContain("sk-secret");
            }
        }
    }

    @Test
    void healthAndMetricsAnswerUnderEveryNameAtBothDoorsAndTheSiteDoesNot() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.start(base, Map.of())) {
            for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
                for (int port : List.of(tomcat.relayPort(), tomcat.monitorPort())) {
                    assertThat(RawClient.call(port, RawRequest.getFrom("balancer.example", path))
                                    .status())
                            .as(path)
                            .isEqualTo(200);
                }
            }
            assertThat(RawClient.call(tomcat.monitorPort(), RawRequest.getFrom("balancer.example", "/login"))
                            .status())
                    .isEqualTo(421);
        }
    }

    private String outputOfStart(Map<String, String> environment) throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.start(base, environment)) {
            return tomcat.output();
        }
    }

    private static void call(TomcatProcess tomcat) throws IOException {
        int status = RawClient.call(tomcat.relayPort(), RawRequest.post("/v1/chat/completions", CHAT))
                .status();
        assertThat(status).isEqualTo(200);
    }
}
