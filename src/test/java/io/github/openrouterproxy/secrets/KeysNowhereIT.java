package io.github.openrouterproxy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.machine.FilesWith;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that says as much as it can, and calls that end in every way: no file, log or answer has a key. */
@Tag("beside-others")
final class KeysNowhereIT {
    private static final String USER = "sk-or-v1-user-0123456789abcdef";
    /** Sent beside the first by a client that is not sure which is asked for. */
    private static final String SECOND = "0a1b2c3d4e5f60718293";

    private static final String EPHEMERAL = "ek_0123456789abcdef0123456789abcdef";
    private static final String MASK = "sk-or-…cdef";
    private static final String DEFAULT = "sk-or-v1-default-0123456789abcdef";
    private static final String ADMIN = "admin-key-0123456789abcdef";
    private static final String AUDITOR = "auditor-key-0123456789abcdef";
    private static final String WRONG = "sk-or-v1-wrong-0123456789abcdef";
    private static final String SECRET = "secret-of-fingerprints-0123456789abcdef";
    private static final String ENCRYPTION = "fedcba98".repeat(8);
    private static final List<String> KEYS =
            List.of(USER, SECOND, EPHEMERAL, DEFAULT, ADMIN, AUDITOR, WRONG, SECRET, ENCRYPTION, "hunter-of-two");

    private static final int TRIES = 50;
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");

    @TempDir
    private Path base;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noKeyIsInALogAFileOrAnAnswer(boolean encrypted) throws Exception {
        List<String> answers = new ArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, settings(upstream, encrypted))) {
            upstream.answer(KeysNowhereIT::answer);
            for (String path :
                    List.of("fine", "refused", "echoed", "keys", "reset", "cut", "garbage", "late", "%zz", "../x")) {
                for (RawRequest call : calls("/v1/" + path + "?key=" + USER)) {
                    RawClient.call(tomcat.relayPort(), call);
                }
            }
            assertThat(IntStream.range(0, TRIES).anyMatch(any -> isAnswered(tomcat.relayPort())))
                    .isTrue();
            for (RawRequest call : calls("/nowhere?key=" + USER)) {
                RawClient.call(tomcat.relayPort(), call);
                answers.add(text(RawClient.call(tomcat.monitorPort(), call)));
            }
            for (String key : List.of(USER, ADMIN, AUDITOR, WRONG)) {
                answers.addAll(visited(tomcat.monitorPort(), key));
            }
            for (int port : List.of(tomcat.relayPort(), tomcat.monitorPort())) {
                answers.add(text(RawClient.call(port, RawRequest.get("/metrics"))));
                answers.add(text(RawClient.call(port, RawRequest.get("/health/ready"))));
            }
            assertThat(get(HttpClient.newHttpClient(), tomcat.monitorPort(), "/api/requests", "Bearer " + ADMIN))
                    .contains(MASK);
            tomcat.stop();

            assertThat(tomcat.output()).contains("FINE");
            for (String key : KEYS) {
                assertThat(tomcat.output()).doesNotContain(key);
                assertThat(answers).noneMatch(answer -> answer.contains(key));
                assertThat(FilesWith.text(base, key)).as(key).isEmpty();
            }
        }
    }

    private static Map<String, String> settings(FakeUpstream upstream, boolean encrypted) {
        return Map.of(
                "OPENAI_API_BASE",
                upstream.base().toString(),
                "LOG_LEVEL",
                "TRACE",
                "DEFAULT_APIKEY",
                DEFAULT,
                "ADMIN_APIKEYS",
                ADMIN,
                "AUDITOR_APIKEYS",
                AUDITOR,
                "FINGERPRINT_SECRET",
                SECRET,
                "ENCRYPTION_KEY",
                encrypted ? ENCRYPTION : "",
                "RETRY_MAX_ATTEMPTS",
                "2",
                "REQUEST_TIMEOUT",
                "300ms");
    }

    /** On a busy machine not within the short timeout. */
    private static boolean isAnswered(int port) {
        RawRequest call = calls("/v1/fine").get(0);
        try {
            return RawClient.call(port, call).status() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RawRequest> calls(String target) {
        String body = "{\"model\":\"test/model\"}";
        String quoting = "{\"model\":\"test/model\",\"note\":\"" + USER + "\"}";
        return List.of(
                RawRequest.post(target, quoting).bearer(USER),
                RawRequest.post(target, "I am " + ADMIN).bearer(ADMIN),
                RawRequest.post(target, quoting).header("x-api-key", USER),
                RawRequest.post(target, "I have " + SECOND).bearer(USER).header("X-Key", SECOND),
                RawRequest.post(target, body)
                        .header("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key." + EPHEMERAL),
                RawRequest.post(target, body),
                RawRequest.post(target, body).header("Cookie", "session=hunter-of-two"),
                RawRequest.post(target, body).bearer(USER).header("Content-Length", "7"));
    }

    private static Reply answer(SeenRequest request) {
        String key = request.headers().first("Authorization").orElse("");
        String path = request.path();
        if (path.endsWith("refused")) {
            return Reply.json(401, "{\"error\":{\"message\":\"No such key: " + key + "\"}}");
        }
        if (path.endsWith("echoed")) {
            return Reply.json(200, request.text() + " from " + key);
        }
        if (path.endsWith("keys")) {
            return Reply.json(201, "{\"key\":\"" + WRONG + "\"}");
        }
        if (path.endsWith("reset")) {
            return Reply.status(200).declaring(1000).reset();
        }
        if (path.endsWith("cut")) {
            return Reply.events()
                    .piece("data: {\"error\":{\"message\":\"" + key + "\"}}\n\n")
                    .reset();
        }
        if (path.endsWith("garbage")) {
            byte[] head = ("HTTP/1.1 200 OK\r\nbroken " + key + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            return Reply.raw(head);
        }
        if (path.endsWith("late")) {
            return Reply.silence();
        }
        return Reply.json(200, "{\"ok\":true}").header("Set-Cookie", "session=hunter-of-two");
    }

    /** Logs in by the form, looks at every page, and asks the API with the key itself. */
    private static List<String> visited(int port, String key) throws IOException, InterruptedException {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        List<String> answers = new ArrayList<>();
        Matcher token = TOKEN.matcher(get(browser, port, "/login", ""));
        assertThat(token.find()).isTrue();
        HttpRequest login = to(port, "/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token.group(1) + "&key=" + key))
                .build();
        HttpResponse<String> entered = browser.send(login, BodyHandlers.ofString());
        assertThat(entered.statusCode()).isEqualTo(key.equals(WRONG) ? 403 : 303);
        answers.add(text(entered));
        for (String page : List.of("/", "/requests", "/users", "/audit", "/account", "/recording")) {
            answers.add(get(browser, port, page, ""));
        }
        for (String call : List.of("/api/requests", "/api/users", "/api/audit", "/api/stats", "/api/nothing")) {
            answers.add(get(HttpClient.newHttpClient(), port, call, "Bearer " + key));
        }
        return answers;
    }

    private static String get(HttpClient client, int port, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = to(port, path);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return text(client.send(request.build(), BodyHandlers.ofString()));
    }

    private static HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static String text(HttpResponse<String> answer) {
        return answer.headers().map() + answer.body();
    }

    private static String text(RawResponse answer) {
        return answer.headers() + answer.text();
    }
}
