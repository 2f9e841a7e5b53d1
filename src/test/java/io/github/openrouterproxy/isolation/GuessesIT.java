package io.github.openrouterproxy.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever may call the relay, with any key, learns of an administrator's. */
@Tag("beside-others")
final class GuessesIT {
    private static final String ROOT_KEY = "sk-root-0123456789abcdef";
    private static final String MALLORY_KEY = "sk-or-v1-mallory-0123456789abcdef";

    @TempDir
    private Path base;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void neitherHerRecordNorHerLoginsTellWhoGuessesThatAGuessWasRight() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                WholeSite site = WholeSite.start(
                        base, Map.of("OPENAI_API_BASE", upstream.base().toString(), "SUPER_ADMIN_APIKEY", ROOT_KEY))) {
            upstream.answer(call -> Reply.json(401, "{\"error\":{\"message\":\"no such key: " + ROOT_KEY + "\"}}"));
            send(site, "/v1/chat/completions?token=" + ROOT_KEY, MALLORY_KEY, "x-guess-token", ROOT_KEY);

            String record = send(site, "/api/requests", MALLORY_KEY).body();
            String id = record.replaceFirst("(?s).*\"id\":\"([0-9a-f]{16})\".*", "$1");
            String whole = send(site, "/api/requests/" + id, MALLORY_KEY).body();
            assertThat(record + whole).contains("no such key: …").doesNotContain("administrator", ROOT_KEY);

            List<Integer> logins = IntStream.range(0, 40)
                    .mapToObj(number -> "sk-guess-0123456789-" + number)
                    .map(guess -> {
                        send(site, "/v1/models", guess);
                        return send(site, "/api/stats", guess).statusCode();
                    })
                    .toList();
            assertThat(logins).startsWith(200, 200).contains(429).containsOnly(200, 429);
            assertThat(send(site, "/api/stats", MALLORY_KEY).statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> send(WholeSite site, String path, String key, String... headers) {
        HttpRequest.Builder call = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + path))
                .header("Authorization", "Bearer " + key);
        if (headers.length > 0) {
            call.headers(headers).POST(BodyPublishers.ofString("{\"model\":\"m\"}"));
        }
        return client.sendAsync(call.build(), BodyHandlers.ofString()).join();
    }
}
