package io.github.openrouterproxy.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.StockTomcat;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Java's own client over HTTP/2, before a Tomcat of one's own whose connector was told to speak it. */
final class Http2ClientIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern CONNECTOR = Pattern.compile("(<Connector port=\"0\"[^>]*)/>");
    private static final String UPGRADING =
            "$1><UpgradeProtocol className=\"org.apache.coyote.http2.Http2Protocol\"/></Connector>";

    @TempDir
    private Path base;

    private @Nullable FakeUpstream fake;
    private @Nullable StockTomcat server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @AfterEach
    void stop() throws IOException {
        tomcat().close();
        upstream().close();
    }

    @ParameterizedTest
    @EnumSource
    void callsPassOverHttp2AsTheyDoOverHttp1(Version version) throws Exception {
        start(version);
        passesAnUploadWithoutALength();
        passesAnUploadOfKnownLength();
        passesHeadersAsTheyAre();
        passesEachPieceAtOnce();
        passesNoBodyWhereThereIsNone();
        breaksOffWhatTheUpstreamBrokeOff();
        letsTheUpstreamGoWithTheClient();
        refusesInOrder();
    }

    private void passesAnUploadWithoutALength() throws Exception {
        String text = "x".repeat(200_000);
        upstream().answerNext(Reply.json(200, "{\"got\":1}"));
        HttpResponse<String> got = send("/v1/files", "POST", unknownLength(text));

        assertThat(got.body()).isEqualTo("{\"got\":1}");
        SeenRequest seen = upstream().awaitRequest(SOON);
        assertThat(seen.text()).isEqualTo(text);
        assertThat(seen.headers().first("Transfer-Encoding")).contains("chunked");

        upstream().answerNext(Reply.json(200, "{}"));
        send("/v1/files", "POST", unknownLength("{}"));
        assertThat(upstream().awaitRequest(SOON).text()).isEqualTo("{}");

        upstream().answerNext(Reply.json(200, "{}"));
        send("/v1/files", "POST", unknownLength(""));
        assertThat(upstream().awaitRequest(SOON).text()).isEmpty();
    }

    private void passesAnUploadOfKnownLength() throws Exception {
        upstream().answerNext(Reply.json(200, "{}"));
        send("/v1/chat/completions?a=%2F&b", "POST", BodyPublishers.ofString("{\"a\":1}"));

        SeenRequest seen = upstream().awaitRequest(SOON);
        assertThat(seen.requestLine()).isEqualTo("POST /api/v1/chat/completions?a=%2F&b HTTP/1.1");
        assertThat(seen.text()).isEqualTo("{\"a\":1}");
        assertThat(seen.headers().first("Content-Length")).contains("7");
    }

    private void passesHeadersAsTheyAre() throws Exception {
        upstream()
                .answerNext(Reply.json(200, "{}")
                        .header("X-Two", "1")
                        .header("X-Two", "2")
                        .header("Set-Cookie", "a=1")
                        .header("Set-Cookie", "b=2"));
        HttpResponse<String> got = client.send(
                request("/v1/models")
                        .header("X-Mine", "1")
                        .header("X-Mine", "2")
                        .header("Cookie", "a=1; b=2")
                        .build(),
                BodyHandlers.ofString());

        SeenRequest seen = upstream().awaitRequest(SOON);
        assertThat(seen.headers().all("x-mine")).containsExactly("1", "2");
        assertThat(seen.headers().all("cookie")).containsExactly("a=1; b=2");
        assertThat(seen.headers().all("Host"))
                .containsExactly("127.0.0.1:" + upstream().port());
        assertThat(seen.headers()).noneMatch(line -> line.name().startsWith(":"));
        assertThat(got.headers().allValues("x-two")).containsExactly("1", "2");
        assertThat(got.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(got.headers().firstValue("x-request-id")).isPresent();
    }

    private void passesEachPieceAtOnce() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        upstream().answerNext(Reply.events().piece("data: 1\n\n").await(gate).piece("data: 2\n\n"));
        HttpResponse<Stream<String>> got =
                client.send(request("/v1/chat/completions").build(), BodyHandlers.ofLines());
        Iterator<String> lines = got.body().iterator();

        assertThat(lines.next()).isEqualTo("data: 1");
        gate.countDown();
        assertThat(lines).toIterable().containsExactly("", "data: 2", "");
        upstream().awaitRequest(SOON);
    }

    private void passesNoBodyWhereThereIsNone() throws Exception {
        upstream().answerNext(Reply.status(204));
        HttpResponse<String> got = send("/v1/files/1", "DELETE", BodyPublishers.noBody());

        assertThat(got.statusCode()).isEqualTo(204);
        SeenRequest seen = upstream().awaitRequest(SOON);
        assertThat(seen.method()).isEqualTo("DELETE");
        assertThat(seen.headers().contains("Transfer-Encoding")).isFalse();
    }

    private void breaksOffWhatTheUpstreamBrokeOff() throws Exception {
        upstream().answerNext(Reply.events().piece("data: 1\n\n").reset());
        assertThatThrownBy(() -> send("/v1/chat/completions", "POST", BodyPublishers.ofString("{}")))
                .isInstanceOf(IOException.class);
        upstream().awaitRequest(SOON);
    }

    private void letsTheUpstreamGoWithTheClient() throws Exception {
        upstream().answerNext(Reply.events().piece("data: 1\n\n").stall());
        CompletableFuture<HttpResponse<InputStream>> got =
                client.sendAsync(request("/v1/chat/completions").build(), BodyHandlers.ofInputStream());
        InputStream body = got.get().body();
        assertThat(body.read()).isEqualTo('d');
        upstream().awaitRequest(SOON);

        body.close();

        assertThat(upstream().awaitDisconnect(SOON)).isNotNull();
    }

    private void refusesInOrder() throws Exception {
        assertThat(send("/v1/files", "POST", unknownLength("x".repeat(1_100_000)))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send("/v1/a%2e%2e%2fb/..%2f", "GET", BodyPublishers.noBody()).statusCode())
                .isEqualTo(400);
        upstream().answerNext(Reply.json(200, "{}"));
        assertThat(send("/v1/models", "GET", BodyPublishers.noBody()).statusCode())
                .isEqualTo(200);
    }

    private void start(Version version) throws IOException, InterruptedException {
        fake = FakeUpstream.start();
        server = StockTomcat.start(
                version,
                base,
                List.of("ROOT"),
                Map.of("OPENAI_API_BASE", upstream().base().toString(), "MAX_REQUEST_BYTES", "1MB"),
                serverXml -> CONNECTOR.matcher(serverXml).replaceFirst(UPGRADING));
        tomcat().awaitReady("/health/ready");
        // what it upgrades with
        assertThat(client.send(request("/health/live").build(), BodyHandlers.ofString())
                        .version())
                .isEqualTo(HttpClient.Version.HTTP_2);
    }

    private HttpResponse<String> send(String path, String method, BodyPublisher body) throws Exception {
        HttpResponse<String> got =
                client.send(request(path).method(method, body).build(), BodyHandlers.ofString());
        assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return got;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tomcat().port() + path))
                .timeout(SOON);
    }

    private FakeUpstream upstream() {
        return Objects.requireNonNull(fake);
    }

    private StockTomcat tomcat() {
        return Objects.requireNonNull(server);
    }

    private static BodyPublisher unknownLength(String text) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
