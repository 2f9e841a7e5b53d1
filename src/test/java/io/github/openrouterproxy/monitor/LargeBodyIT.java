package io.github.openrouterproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that become huge when they are read, in the deployed monitor with its usual heap. */
@Tag("beside-others")
final class LargeBodyIT {
    private static final String KEY = "sk-admin-0123456789";
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");
    private static final int READERS = 16;

    @TempDir
    private static Path base;

    private static FakeUpstream upstream;
    private static TomcatProcess tomcat;

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        upstream = FakeUpstream.start();
        tomcat = TomcatProcess.start(
                base, Map.of("OPENAI_API_BASE", upstream.base().toString(), "SUPER_ADMIN_APIKEY", KEY));
    }

    @AfterAll
    static void stop() throws IOException {
        tomcat.close();
        upstream.close();
    }

    @Test
    void manyReadersOfABodyThatExpandsToHundredsOfMegabytesDoNotExhaustTheMemory()
            throws IOException, InterruptedException {
        String page = "/requests/" + idOfABomb();
        logIn();

        List<CompletableFuture<HttpResponse<Void>>> readers = Stream.of(page, "/api" + page, page + "/response-body")
                .flatMap(path -> Stream.generate(() -> path).limit(READERS))
                .map(path -> browser.sendAsync(get(path), BodyHandlers.discarding()))
                .toList();

        assertThat(readers).allSatisfy(reader -> {
            HttpResponse<Void> answer = reader.join();
            assertThat(answer.statusCode()).isIn(200, 429, 503);
            assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(answer.statusCode() != 200);
        });
        assertThat(readers.stream().filter(reader -> reader.join().statusCode() == 200))
                .isNotEmpty();
        JsonNode document = new ObjectMapper()
                .readTree(browser.send(get("/api" + page), BodyHandlers.ofString())
                        .body());
        assertThat(document.get("response_body").textValue()).hasSize(16 << 20);
        assertThat(document.get("response_body_cut").booleanValue()).isTrue();
    }

    private String idOfABomb() throws IOException, InterruptedException {
        upstream.answerNext(Reply.status(200)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .piece(bomb()));
        HttpRequest call = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + tomcat.relayPort() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + KEY)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return browser.send(call, BodyHandlers.discarding())
                .headers()
                .firstValue("X-Request-Id")
                .orElseThrow();
    }

    /** 300 kB that become 300 MB. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            byte[] megabyte = "[".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 300; i++) {
                out.write(megabyte);
            }
        }
        return zipped.toByteArray();
    }

    private void logIn() throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(
                browser.send(get("/login"), BodyHandlers.ofString()).body());
        assertThat(token.find()).isTrue();
        HttpRequest form = HttpRequest.newBuilder(monitor("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token.group(1) + "&key=" + KEY))
                .build();
        assertThat(browser.send(form, BodyHandlers.discarding()).statusCode()).isEqualTo(303);
    }

    private static HttpRequest get(String path) {
        return HttpRequest.newBuilder(monitor(path)).build();
    }

    private static URI monitor(String path) {
        return URI.create("http://127.0.0.1:" + tomcat.monitorPort() + path);
    }
}
