package io.github.openrouterproxy.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Java's own HTTP client; by default it asks for HTTP/2 with an {@code Upgrade} that may be ignored. */
final class JavaClientIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path base;

    private static ShippedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ShippedServer.start(base);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void chatsAndStreams(Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();

        HttpResponse<String> answer = client.send(chat(false), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
        assertThat(answer.body()).contains("Hello, wörld");

        assertThat(client.send(chat(true), BodyHandlers.ofLines()).body())
                .startsWith(": OPENROUTER PROCESSING")
                .endsWith("data: [DONE]", "");
    }

    @Test
    void getsAnErrorAsItIs() throws Exception {
        server.upstream().answerNext(OpenAiReplies.error(400, "invalid_request_error", "No such model"));

        HttpResponse<String> answer = HttpClient.newHttpClient().send(chat(false), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("No such model");
    }

    @Test
    void uploadsWithAndWithoutALength() throws Exception {
        byte[] file = new byte[5_000_000];
        server.upstream().forgetRequests();
        server.upstream().answerNext(Reply.json(200, "{}"));
        server.upstream().answerNext(Reply.json(200, "{}"));
        HttpClient client = HttpClient.newHttpClient();

        client.send(upload().POST(BodyPublishers.ofByteArray(file)).build(), BodyHandlers.discarding());
        client.send(
                upload().POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(file)))
                        .build(),
                BodyHandlers.discarding());

        SeenRequest known = server.upstream().awaitRequest(SOON);
        SeenRequest unknown = server.upstream().awaitRequest(SOON);
        assertThat(known.headers().all("Content-Length")).containsExactly("5000000");
        assertThat(unknown.headers().all("Transfer-Encoding")).containsExactly("chunked");
        assertThat(known.body()).isEqualTo(file);
        assertThat(unknown.body()).isEqualTo(file);
    }

    @Test
    void cancelsTheUpstreamWhenItsTimeIsUp() throws Exception {
        server.upstream().forgetRequests();
        server.upstream().answerNext(Reply.silence());
        HttpRequest impatient = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/models"))
                .timeout(Duration.ofMillis(500))
                .build();

        assertThatThrownBy(() -> HttpClient.newHttpClient().send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/models");
    }

    @Test
    void cancelsTheUpstreamWhenItBreaksAStreamOff() throws Exception {
        server.upstream().forgetRequests();
        server.upstream().answerNext(Reply.events().piece("data: 1\n\n").stall());
        CompletableFuture<HttpResponse<InputStream>> answer =
                HttpClient.newHttpClient().sendAsync(chat(true), BodyHandlers.ofInputStream());

        try (InputStream body = answer.get().body()) {
            assertThat(body.read()).isEqualTo('d');
        }

        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    private static HttpRequest chat(boolean streamed) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer sk-java-0123456789")
                .POST(BodyPublishers.ofString("{\"model\":\"test/model\",\"stream\":" + streamed + "}"))
                .build();
    }

    private static HttpRequest.Builder upload() {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + "/files"))
                .header("Content-Type", "application/octet-stream");
    }
}
