package io.github.openrouterproxy.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the monitor's door says to requests that Tomcat refuses before the site sees them. */
final class ErrorSentenceIT {
    private static final String UNKNOWN = "The request cannot be understood.";
    private static final String TOO_LONG = "The head of the request is too long.";

    private static final Set<String> OF_ONE_ANSWER = Set.of(
            "Content-Security-Policy",
            "Content-Type",
            "Content-Length",
            "Transfer-Encoding",
            "Connection",
            "Date",
            "Allow",
            "Vary",
            "Content-Language",
            "Set-Cookie");

    @TempDir
    private static Path base;

    private static TomcatProcess tomcat;
    private static Map<String, String> ofTheSite;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        tomcat = TomcatProcess.start(base, Map.of());
        ofTheSite = policies(answer("GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assertThat(ofTheSite).hasSizeGreaterThan(3);
    }

    @AfterAll
    static void stop() {
        tomcat.close();
    }

    @Test
    void whatTomcatRefusesIsSaidInOneLineWithTheHeadersOfTheSite() throws IOException {
        refused("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, UNKNOWN);
        refused("GET / HTTP/1.1\r\n\r\n", 400, UNKNOWN);
        refused("GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, UNKNOWN);
        refused("GET /login HTTP/1.1\r\nHost: a@b\r\n\r\n", 400, UNKNOWN);
        refused("GET /login HTTP/1.1\r\nHost: localhost\r\n folded: y\r\n\r\n", 400, UNKNOWN);
        refused("GET /login HTTP/1.1\r\nHost: localhost\r\nA: " + "b".repeat(20_000) + "\r\n\r\n", 431, TOO_LONG);
        refused("GET /" + "b".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, TOO_LONG);
        refused("POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xyz\r\n\r\n", 400, UNKNOWN);
        refused("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505, "The request cannot be served.");
        refused("GET /WEB-INF/web.xml HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, "There is nothing here.");
        refused("GET /x.jsp HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, "There is nothing here.");
        refused("TRACE /login HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "This method is not allowed here.");
    }

    @Test
    void belowTheApiItIsAProblem() throws IOException {
        RawResponse answer = answer("GET /api/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Content-Type")).contains("application/problem+json");
        assertThat(answer.text())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"The request cannot be understood.\",\"status\":400}");
    }

    @Test
    void whatIsRefusedByItsHeadIsNotAskedForItsBody() throws IOException {
        String head = "POST /login HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ";
        try (RawClient client = RawClient.connect(tomcat.monitorPort())) {
            client.send((head + "99999999\r\n\r\n").getBytes(ISO_8859_1));

            assertThat(client.receive().status()).isEqualTo(413);
            assertThat(client.interim()).isEmpty();
        }
        try (RawClient client = RawClient.connect(tomcat.monitorPort())) {
            client.send(
                    (head + "5\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nkey=x").getBytes(ISO_8859_1));

            assertThat(client.receive().status()).isEqualTo(403);
            assertThat(client.interim()).as("a form that is read").hasSize(1);
        }
    }

    private static void refused(String request, int status, String sentence) throws IOException {
        RawResponse answer = answer(request);

        assertThat(answer.status()).as(request).isEqualTo(status);
        assertThat(answer.text()).as(request).isEqualTo(status + " " + sentence + "\n");
        assertThat(answer.headers().first("Content-Type")).contains("text/plain;charset=UTF-8");
        assertThat(answer.headers().first("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.headers().first("Server")).isEmpty();
        assertThat(policies(answer)).as(request).isEqualTo(ofTheSite);
    }

    /** All that tell a browser what it may do, but for the one that says what may run, which differs. */
    private static Map<String, String> policies(RawResponse answer) {
        Map<String, String> policies = new TreeMap<>();
        answer.headers().forEach(line -> policies.put(line.name(), line.value()));
        OF_ONE_ANSWER.forEach(policies::remove);
        return policies;
    }

    private static RawResponse answer(String request) throws IOException {
        try (RawClient client = RawClient.connect(tomcat.monitorPort())) {
            client.send(request.getBytes(ISO_8859_1));
            return client.receive();
        }
    }
}
