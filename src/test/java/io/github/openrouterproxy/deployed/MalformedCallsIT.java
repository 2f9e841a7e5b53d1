package io.github.openrouterproxy.deployed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.MalformedCalls;
import io.github.openrouterproxy.testing.MalformedCalls.MalformedCall;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.StockTomcat;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no proxy may pass on, at the Tomcat we ship and at those the WAR is dropped into: refused, the connection
 * closed, the call behind it unheard, and not one connection to the upstream.
 */
@Tag("beside-others")
final class MalformedCallsIT {
    /** Of {@link #answer}. */
    private static final String STAYED_OPEN = "timed out";

    private static final int PATIENCE = (int) Duration.ofSeconds(10).toMillis();

    @TempDir
    private static Path folder;

    private static FakeUpstream upstream;
    private static TomcatProcess shipped;
    private static StockTomcat tomcat10;
    private static StockTomcat tomcat11;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start();
        Map<String, String> environment =
                Map.of("OPENAI_API_BASE", upstream.base().toString());
        shipped = TomcatProcess.start(folder.resolve("shipped"), environment);
        tomcat10 = StockTomcat.start(Version.TOMCAT_10_1, folder.resolve("10"), List.of("ROOT"), environment);
        tomcat11 = StockTomcat.start(Version.TOMCAT_11, folder.resolve("11"), List.of("ROOT"), environment);
        tomcat10.awaitReady("/health/ready");
        tomcat11.awaitReady("/health/ready");
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat11.close();
        tomcat10.close();
        shipped.close();
        upstream.close();
    }

    @Test
    void noBodyThatIsFramedTwiceOrOddlyPasses() {
        refused(MalformedCalls.smuggling());
    }

    @Test
    void noBodyThatBeginsWithABadChunkReachesTheUpstream() {
        SoftAssertions softly = new SoftAssertions();
        for (int port : ports()) {
            for (MalformedCall call : MalformedCalls.chunks()) {
                int connections = upstream.connections();
                int requests = upstream.requests().size();
                String got = answer(port, call.bytes());
                softly.assertThat(got)
                        .as("%s: %s", port, call)
                        .startsWith("HTTP/1.1 400 ")
                        .doesNotContain(STAYED_OPEN);
                softly.assertThat(upstream.requests())
                        .as("requests after " + call)
                        .hasSize(requests);
                softly.assertThat(upstream.connections())
                        .as("connections after " + call)
                        .isEqualTo(connections);
            }
        }
        softly.assertAll();
    }

    @Test
    void noHeadOutsideTheGrammarPasses() {
        refused(MalformedCalls.heads());
    }

    @Test
    void noHeadWithABareLineFeedPasses() {
        refused(MalformedCalls.lineEnds());
    }

    /** In a Tomcat of one's own such a path is the monitor's. */
    @Test
    void noHeadWithABareLineFeedPassesToAPathOutside() {
        assertThat(answer(shipped.relayPort(), "GET /x HTTP/1.1\nHost: a\n\n".getBytes(ISO_8859_1)))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void noPathThatLeadsElsewherePasses() {
        refused(MalformedCalls.traversals());
    }

    /** In a Tomcat of one's own they lead to pages of the monitor. */
    @Test
    void noPathThatLeadsElsewhereIsAnsweredByTheRelaysOwn() {
        for (String path : List.of("/v1/../metrics", "/v1/%2e%2e/health/live", "/health/../metrics", "/a/../b")) {
            String call = "GET " + path + " HTTP/1.1\r\nHost: relay.test\r\n\r\n";

            assertThat(answer(shipped.relayPort(), call.getBytes(ISO_8859_1)))
                    .as(path)
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aBodyThatBreaksItsFramingLaterNeverBecomesAWholeRequest() {
        SoftAssertions softly = new SoftAssertions();
        int before = upstream.requests().size();
        List<MalformedCall> calls = MalformedCalls.laterChunks();
        for (int port : ports()) {
            List<String> answers =
                    answersAtOnce(port, calls.stream().map(MalformedCall::bytes).toList());
            for (int i = 0; i < calls.size(); i++) {
                String got = answers.get(i);
                softly.assertThat(got).as("%s: %s", port, calls.get(i)).doesNotContain("HTTP/1.1 2", STAYED_OPEN);
                softly.assertThat(got.split("HTTP/1.1 ", -1).length)
                        .as("answers to " + calls.get(i))
                        .isLessThanOrEqualTo(2);
            }
        }
        softly.assertThat(upstream.requests()).hasSize(before);
        softly.assertAll();
    }

    @Test
    void anAddressInAbsoluteFormGoesToOurUpstreamAndToNobodyElse() throws Exception {
        for (int port : ports()) {
            upstream.forgetRequests();
            String got = answer(
                    port,
                    "GET http://relay.test/v1/models HTTP/1.1\r\nHost: relay.test\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));

            assertThat(got).startsWith("HTTP/1.1 200");
            assertThat(upstream.requests()).singleElement().satisfies(seen -> {
                assertThat(seen.requestLine()).isEqualTo("GET /api/v1/models HTTP/1.1");
                assertThat(seen.headers().all("Host")).containsExactly("127.0.0.1:" + upstream.port());
            });
        }
    }

    @Test
    void whatComesBehindALongChunkedBodyIsTheNextCallAndNothingElse() {
        String chunk = "4e20\r\n" + "x".repeat(20_000) + "\r\n0\r\n\r\n";
        String upload = "POST /v1/files HTTP/1.1\r\nHost: relay.test\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk;
        String last = "GET /v1/models HTTP/1.1\r\nHost: relay.test\r\nConnection: close\r\n\r\n";
        for (int port : ports()) {
            upstream.forgetRequests();

            String got = answer(port, (upload + upload + last).getBytes(ISO_8859_1));

            assertThat(got.split("HTTP/1.1 200", -1))
                    .as("what %s answered: %s", port, got)
                    .hasSize(4);
            assertThat(upstream.requests())
                    .extracting(seen -> seen.path() + " " + seen.text().length())
                    .containsExactly("/api/v1/files 20000", "/api/v1/files 20000", "/api/v1/models 0");
        }
    }

    /** A thread of the container's would wait for the rest of it, as many as it has and for minutes. */
    @Test
    void aBodyThatNobodyReadsClosesItsConnection() {
        List<byte[]> calls = Stream.of("/health/live", "/metrics", "/no/such/place")
                .map(path -> "POST " + path + " HTTP/1.1\r\nHost: relay.test\r\nContent-Length: 100\r\n\r\nx")
                .map(call -> call.getBytes(ISO_8859_1))
                .toList();
        for (int port : ports()) {
            assertThat(answersAtOnce(port, calls))
                    .allSatisfy(got -> assertThat(got).startsWith("HTTP/1.1 4").doesNotContain(STAYED_OPEN));
        }
    }

    @Test
    void callsThatOnlyLookOddPass() throws Exception {
        for (int port : ports()) {
            for (RawRequest odd : List.of(
                    RawRequest.get("/v1/models").header("X-Empty", "").header("X-Spaces", "  a \t"),
                    RawRequest.get("/v1/a/...%252e%252e/..b?c=../../d"),
                    RawRequest.get("/v1/models?search=100%&a=%zz"),
                    RawRequest.of("POST", "/v1/models")
                            .header("X-Content-Length", "5")
                            .chunked("0\r\n\r\n"),
                    RawRequest.of("POST", "/v1/models").chunked("2;a=b\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n"))) {
                upstream.forgetRequests();
                upstream.answer(seen -> Reply.json(200, "{}"));

                assertThat(RawClient.call(port, odd).status()).isEqualTo(200);
                assertThat(upstream.requests()).hasSize(1);
            }
        }
    }

    @Test
    void aFoldedLineIsJoined() throws Exception {
        for (int port : ports()) {
            upstream.forgetRequests();

            assertThat(RawClient.call(port, RawRequest.get("/v1/models").header("X-Folded", "1\r\n Content-Length: 2"))
                            .status())
                    .isEqualTo(200);
            assertThat(upstream.requests()).singleElement().satisfies(seen -> {
                assertThat(seen.headers().all("X-Folded")).containsExactly("1 Content-Length: 2");
                assertThat(seen.headers().all("Content-Length")).isEmpty();
            });
        }
    }

    private static void refused(List<MalformedCall> calls) {
        SoftAssertions softly = new SoftAssertions();
        for (MalformedCall call : calls) {
            int connections = upstream.connections();
            int requests = upstream.requests().size();
            String envelope = "\"code\":" + (call.status() == 0 ? 400 : call.status()) + "}}";
            softly.assertThat(answer(shipped.relayPort(), call.bytes()))
                    .as(call.name())
                    .satisfies(got -> isRefused(got, call.status(), call.status()))
                    .contains("{\"error\":{\"message\":\"")
                    .endsWith(envelope);
            for (StockTomcat tomcat : List.of(tomcat10, tomcat11)) {
                softly.assertThat(answer(tomcat.port(), call.bytes()))
                        .as("%s, in a Tomcat of one's own", call)
                        .satisfies(got -> isRefused(got, call.status(), call.statusElsewhere()));
            }
            softly.assertThat(upstream.connections())
                    .as("connections after " + call)
                    .isEqualTo(connections);
            softly.assertThat(upstream.requests()).as("requests after " + call).hasSize(requests);
        }
        softly.assertAll();
    }

    private static void isRefused(String got, int status, int orElse) {
        int answers = got.split("HTTP/1\\.1 \\d", -1).length - 1;
        assertThat(answers).as("answers").isEqualTo(status == 0 ? 0 : 1);
        if (status != 0) {
            assertThat(got.substring(9, 12)).isIn(String.valueOf(status), String.valueOf(orElse));
        }
    }

    private static List<Integer> ports() {
        return List.of(shipped.relayPort(), tomcat10.port(), tomcat11.port());
    }

    /** Each waits some seconds for its connection to be closed. */
    private static List<String> answersAtOnce(int port, List<byte[]> calls) {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<String>> coming = calls.stream()
                    .map(call -> CompletableFuture.supplyAsync(() -> answer(port, call), clients))
                    .toList();
            return coming.stream().map(CompletableFuture::join).toList();
        } finally {
            clients.shutdownNow();
        }
    }

    /** All that comes until the connection is closed; an error when it stays open. */
    private static String answer(int port, byte[] bytes) {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(PATIENCE);
            client.getOutputStream().write(bytes);
            client.getInputStream().transferTo(got);
        } catch (IOException e) {
            got.writeBytes((" [" + e + "]").getBytes(ISO_8859_1));
        }
        return got.toString(ISO_8859_1);
    }
}
