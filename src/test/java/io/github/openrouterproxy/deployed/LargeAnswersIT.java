package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many answers at once that are together larger than the heap. {@code -Dlarge.answers=100 -Dlarge.heap=512m} makes more
 * of it.
 */
final class LargeAnswersIT {
    private static final int ANSWERS = Integer.getInteger("large.answers", 20);
    private static final String HEAP = System.getProperty("large.heap", "256m");
    private static final int SIZE = 30 * 1024 * 1024;

    private static final String WHOLE = """
            SELECT count(*) FROM exchanges JOIN response_contents USING (id)
            WHERE state = 'finished' AND error IS NULL AND NOT response_truncated AND response_bytes = %d
              AND sha256 IS NULL AND octet_length(body) = response_bytes
            """;

    private static final String ON_RECORD = """
            SELECT count(*) FROM exchanges JOIN response_contents USING (id)
            WHERE state = 'finished' AND error IS NULL AND response_truncated AND response_bytes = %d
              AND sha256 = '%s'
            """;

    private static final int PIECES = 100_000;

    private static final String WITH_ALL_TIMES = """
            SELECT count(*) FROM exchanges JOIN response_contents USING (id)
            WHERE state = 'finished' AND error IS NULL AND response_bytes = %1$d AND octet_length(body) = %1$d
              AND piece_count > 1 AND octet_length(pieces) >= 2 * piece_count
            """;

    private static final int CALLS = 900;
    private static final int UPLOADS = 1_500;
    private static final String ENDED = "SELECT count(*) FROM exchanges WHERE state = 'finished'";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path base;

    @Test
    void allPassWholeAndAreRecordedWithTheirTrueLengthAndHash() throws Exception {
        passAndAreRecorded(Map.of(), ON_RECORD);
    }

    @Test
    void allAreRecordedWholeWhereSoMuchIsToBeRecorded() throws Exception {
        passAndAreRecorded(
                Map.of("MAX_RECORDED_BYTES", "31MB", "RECORD_WAIT", "20s", "RECORD_FAILURE", "closed"), WHOLE);
    }

    @Test
    void allThatComeInVeryManyPiecesAreRecordedWithTheTimeOfEach() throws Exception {
        byte[] body = "x".repeat(PIECES).getBytes(StandardCharsets.US_ASCII);
        byte[] chunks = "1\r\nx\r\n".repeat(PIECES).getBytes(StandardCharsets.US_ASCII);
        passAndAreRecorded(Reply.events().bytes(chunks), hash(body), Map.of(), WITH_ALL_TIMES.formatted(body.length));
    }

    /** Each call holds the container's buffers for as long as it runs. */
    @Test
    void callsThatTheHeapHasNoRoomForAreRefused() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> Reply.events().await(gate).piece("data: 1\n\n"));
            Map<String, String> settings =
                    Map.of("OPENAI_API_BASE", upstream.base().toString(), "CATALINA_OPTS", "-Xmx128m");
            try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
                call(CALLS, tomcat.relayPort(), clients);
                for (RawClient client : clients.subList(CALLS * 3 / 4, CALLS)) {
                    assertThat(client.receive().status()).isEqualTo(503);
                }
                gate.countDown();

                int served = 0;
                for (RawClient client : clients.subList(0, CALLS * 3 / 4)) {
                    int status = client.receive().status();
                    assertThat(status).isIn(200, 503);
                    served += status == 200 ? 1 : 0;
                }
                assertThat(served).isGreaterThan(CALLS / 10);
                assertThat(recordedInTheEnd(tomcat.database(), ENDED, served)).isEqualTo(served);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** Nobody reads them to their end, and yet each would hold the container's buffers for as long as it drips. */
    @Test
    void uploadsThatDripOnAfterTheyWereRefusedDoNotFillTheHeap() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.start()) {
            Map<String, String> settings =
                    Map.of("OPENAI_API_BASE", upstream.base().toString(), "CATALINA_OPTS", "-Xmx128m");
            try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
                drip(UPLOADS, tomcat.relayPort(), clients);
                for (RawClient client : clients) {
                    client.close();
                }
                int status = 0;
                for (int attempt = 0; attempt < 100 && status != 200; attempt++) {
                    Thread.sleep(100);
                    status = RawClient.call(tomcat.relayPort(), RawRequest.post("/v1/chat/completions", "{}"))
                            .status();
                }
                assertThat(status).isEqualTo(200);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static void drip(int uploads, int port, List<RawClient> clients) throws Exception {
        for (int i = 0; i < uploads; i++) {
            RawClient client = RawClient.connect(port);
            clients.add(client);
            client.send("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        }
        for (int second = 0; second < 6; second++) {
            for (RawClient client : clients) {
                try {
                    client.send(new byte[] {'x'});
                } catch (IOException closed) {
                    // as it should be for those that were refused
                }
            }
            Thread.sleep(1000);
        }
    }

    private static void call(int times, int port, List<RawClient> clients) throws IOException {
        for (int i = 0; i < times; i++) {
            RawClient client = RawClient.connect(port);
            clients.add(client);
            client.send(RawRequest.post("/v1/chat/completions", "{}").bytes());
        }
    }

    private void passAndAreRecorded(Map<String, String> more, String query) throws Exception {
        byte[] body = new byte[SIZE];
        new Random(1).nextBytes(body);
        String hash = hash(body);
        passAndAreRecorded(Reply.status(200).bytes(body), hash, more, query.formatted(SIZE, hash));
    }

    private static String hash(byte[] body) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }

    private void passAndAreRecorded(Reply reply, String hash, Map<String, String> more, String query) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(ANSWERS);
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> reply);
            Map<String, String> settings = new HashMap<>(more);
            settings.put("OPENAI_API_BASE", upstream.base().toString());
            settings.put("CATALINA_OPTS", "-Xmx" + HEAP);
            // hashes hundreds of megabytes, for which the second compiler pays off
            settings.put("JAVA_OPTS", "");
            try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
                Callable<String> call = () -> hashOfAnswer(tomcat.relayPort());
                List<Callable<String>> calls = new ArrayList<>();
                for (int i = 0; i < ANSWERS; i++) {
                    calls.add(call);
                }
                for (Future<String> answer : clients.invokeAll(calls)) {
                    assertThat(answer.get()).isEqualTo(hash);
                }
                assertThat(recordedInTheEnd(tomcat.database(), query, ANSWERS)).isEqualTo(ANSWERS);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static String hashOfAnswer(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/files/f/content"))
                .build();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = new DigestInputStream(response.body(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A busy machine may let a client go before its commit, once {@code RECORD_WAIT} is over. */
    private static int recordedInTheEnd(Path database, String query, int all)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        int recorded = recorded(database, query);
        while (recorded < all && System.nanoTime() < deadline) {
            Thread.sleep(100);
            recorded = recorded(database, query);
        }
        return recorded;
    }

    private static int recorded(Path database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
