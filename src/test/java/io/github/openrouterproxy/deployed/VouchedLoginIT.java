package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that a real Tomcat's realm, or a real proxy in front of it, vouches for. */
@Tag("beside-others")
class VouchedLoginIT {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");
    private static final String USERS = """
            <tomcat-users>
              <user username="alice" password="pass of alice" roles="openrouter-admin"/>
              <user username="carol" password="pass of carol" roles="openrouter-auditor"/>
              <user username="eve" password="pass of eve" roles="somebody-else"/>
            </tomcat-users>
            """;
    private static final String REALM = """
            <Context>
              <Realm className="org.apache.catalina.realm.MemoryRealm" pathname="conf/users-of-the-test.xml"/>
            </Context>
            """;

    private static final String REMOTE_IP = """
            <Context><Valve className="org.apache.catalina.valves.RemoteIpValve"/></Context>
            """;

    @TempDir
    Path base;

    @Test
    void theContainersRealmLetsInWhomItGivesARole() throws Exception {
        Files.createDirectories(base.resolve("conf"));
        Files.writeString(base.resolve("conf/users-of-the-test.xml"), USERS);
        Files.writeString(base.resolve("conf/context.xml"), REALM);

        try (TomcatProcess tomcat = TomcatProcess.start(base, Map.of("LOGIN_CONTAINER", "true"))) {
            HttpClient alice = browser();
            HttpClient carol = browser();
            assertThat(logIn(alice, tomcat, "alice", "pass+of+alice")).isEqualTo(303);
            assertThat(logIn(carol, tomcat, "carol", "pass+of+carol")).isEqualTo(303);
            assertThat(logIn(browser(), tomcat, "eve", "pass+of+eve")).isEqualTo(403);
            assertThat(logIn(browser(), tomcat, "alice", "pass+of+eve")).isEqualTo(403);

            assertThat(audit(alice, request(tomcat.monitorPort(), "/audit"))).isEqualTo(200);
            assertThat(audit(carol, request(tomcat.monitorPort(), "/audit"))).isEqualTo(200);
            assertThat(change(alice, tomcat.monitorPort(), "alice")).isEqualTo(303);
            assertThat(change(carol, tomcat.monitorPort(), "carol")).isEqualTo(403);

            HttpClient elsewhere = browser();
            assertThat(logIn(elsewhere, tomcat, "alice", "pass+of+alice")).isEqualTo(303);
            assertThat(logInAgain(elsewhere, tomcat)).isEqualTo(303);
            assertThat(logOutEverywhere(alice, tomcat)).isEqualTo(303);
            assertThat(audit(elsewhere, request(tomcat.monitorPort(), "/audit")))
                    .isEqualTo(303);
            assertThat(audit(carol, request(tomcat.monitorPort(), "/audit"))).isEqualTo(200);
            assertThat(tomcat.output()).doesNotContain("pass of alice");
        }
    }

    @Test
    void aProxyNamesItsUserAndNobodyElseCan() throws Exception {
        Map<String, String> settings =
                Map.of("LOGIN_HEADER", "X-Remote-User", "LOGIN_HEADER_FROM", "127.0.0.1", "LOGIN_ADMINS", "alice");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            HttpServer proxy = proxyInFrontOf(tomcat.monitorPort());
            try {
                int port = proxy.getAddress().getPort();
                assertThat(audit(port, "X-Authenticated", "alice")).isEqualTo(200);
                assertThat(audit(port, "X-Authenticated", "mallory")).isNotEqualTo(200);
                assertThat(audit(port, "X-Remote-User", "alice")).isNotEqualTo(200);
                assertThat(audit(
                                HttpClient.newHttpClient(),
                                request(tomcat.monitorPort(), "/audit")
                                        .header("X-Remote-User", "alice")
                                        .header("X-Remote-User", "mallory")))
                        .isNotEqualTo(200);
            } finally {
                proxy.stop(0);
            }
        }
    }

    @Test
    void whomTheProxyNamesIsWhatTheSettingsSay() throws Exception {
        Map<String, String> settings = Map.of(
                "LOGIN_HEADER",
                "X-Remote-User",
                "LOGIN_HEADER_FROM",
                "127.0.0.1",
                "LOGIN_ADMINS",
                "alice",
                "LOGIN_AUDITORS",
                "carol");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            int port = tomcat.monitorPort();
            assertThat(audit(port, "X-Remote-User", "alice")).isEqualTo(200);
            assertThat(audit(port, "X-Remote-User", "carol")).isEqualTo(200);
            assertThat(audit(port, "X-Remote-User", "mallory")).isEqualTo(303);

            assertThat(change(browser(), port, "alice")).isEqualTo(303);
            assertThat(change(browser(), port, "carol")).isEqualTo(403);
        }
    }

    @Test
    void theNameAndPasswordThatAProxyAskedForAreNotTakenForAKey() throws Exception {
        Map<String, String> settings =
                Map.of("LOGIN_HEADER", "X-Remote-User", "LOGIN_HEADER_FROM", "127.0.0.1", "LOGIN_ADMINS", "alice");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            HttpClient browser = browser();
            int port = tomcat.monitorPort();
            assertThat(audit(browser, asAlice(port, "/api/audit").header("Authorization", "Basic YWxpY2U6cHc=")))
                    .isEqualTo(200);
            assertThat(audit(
                            browser,
                            asAlice(port, "/api/audit")
                                    .header("Authorization", "Basic YWxpY2U6cHc=")
                                    .DELETE()))
                    .as("a browser sends it to any form's address")
                    .isEqualTo(403);
            assertThat(audit(
                            browser,
                            asAlice(port, "/api/audit").header("Authorization", "Bearer sk-wrong-key-of-alice")))
                    .isEqualTo(401);
            assertThat(audit(browser, asAlice(port, "/api/audit").header("Authorization", "Bearer")))
                    .isEqualTo(401);
        }
    }

    @Test
    void whoLogsOutStaysOutUntilTheyComeBackThoughTheProxyKnowsThem() throws Exception {
        Map<String, String> settings =
                Map.of("LOGIN_HEADER", "X-Remote-User", "LOGIN_HEADER_FROM", "127.0.0.1", "LOGIN_ADMINS", "alice");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            HttpClient browser = browser();
            int port = tomcat.monitorPort();
            assertThat(audit(browser, asAlice(port, "/audit"))).isEqualTo(200);

            assertThat(submit(browser, asAlice(port, "/account"), asAlice(port, "/logout"), ""))
                    .isEqualTo(303);

            assertThat(audit(browser, asAlice(port, "/audit"))).isEqualTo(303);
            assertThat(audit(browser, asAlice(port, "/api/audit"))).isEqualTo(401);
            assertThat(browser.send(asAlice(port, "/login").build(), BodyHandlers.ofString())
                            .body())
                    .contains("You are logged out here", "Log in as alice");
            assertThat(audit(HttpClient.newHttpClient(), asAlice(port, "/audit")))
                    .isEqualTo(200);

            assertThat(submit(browser, asAlice(port, "/login"), asAlice(port, "/login"), "&vouched=true"))
                    .isEqualTo(303);
            assertThat(audit(browser, asAlice(port, "/audit"))).isEqualTo(200);
        }
    }

    /** A neighbour's site can plant the cookie that a form is tied to, and get a token for it as a stranger. */
    @Test
    void aTokenThatAStrangerGotForThatCookieIsNotOneOfWhoeverIsVouchedFor() throws Exception {
        Map<String, String> settings =
                Map.of("LOGIN_HEADER", "X-Remote-User", "LOGIN_HEADER_FROM", "127.0.0.1", "LOGIN_ADMINS", "alice,bob");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            int port = tomcat.monitorPort();
            String label = "&user=" + "0".repeat(32) + "&label=some";
            HttpClient browser = browser();

            assertThat(submit(browser, request(port, "/login"), asAlice(port, "/users"), label))
                    .isEqualTo(403);
            assertThat(submit(
                            browser,
                            request(port, "/account").header("X-Remote-User", "bob"),
                            asAlice(port, "/users"),
                            label))
                    .isEqualTo(403);
            assertThat(submit(browser, asAlice(port, "/account"), asAlice(port, "/users"), label))
                    .isEqualTo(303);
        }
    }

    /** With it, every neighbour could say it was the proxy. */
    @Test
    void anAddressThatAHeaderTellsIsNotTakenForTheProxys() throws Exception {
        Files.createDirectories(base.resolve("conf"));
        Files.writeString(base.resolve("conf/context.xml"), REMOTE_IP);
        Map<String, String> settings =
                Map.of("LOGIN_HEADER", "X-Remote-User", "LOGIN_HEADER_FROM", "10.0.0.5", "LOGIN_ADMINS", "alice");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            HttpRequest.Builder forged = request(tomcat.monitorPort(), "/audit")
                    .header("X-Remote-User", "alice")
                    .header("X-Forwarded-For", "10.0.0.5");

            assertThat(audit(HttpClient.newHttpClient(), forged)).isNotEqualTo(200);
        }
    }

    @Test
    void aHeaderFromAnotherAddressIsNotBelieved() throws Exception {
        Map<String, String> settings =
                Map.of("LOGIN_HEADER", "X-Remote-User", "LOGIN_HEADER_FROM", "10.0.0.5", "LOGIN_ADMINS", "alice");
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            assertThat(audit(tomcat.monitorPort(), "X-Remote-User", "alice")).isNotEqualTo(200);
        }
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    private static int logIn(HttpClient browser, TomcatProcess tomcat, String name, String password) throws Exception {
        HttpRequest.Builder login = request(tomcat.monitorPort(), "/login");
        return submit(browser, login, login, "&name=" + name + "&password=" + password);
    }

    /** Within a session, where the container would keep the name. */
    private static int logInAgain(HttpClient browser, TomcatProcess tomcat) throws Exception {
        int port = tomcat.monitorPort();
        return submit(
                browser, request(port, "/account"), request(port, "/login"), "&name=alice&password=pass+of+alice");
    }

    private static int logOutEverywhere(HttpClient browser, TomcatProcess tomcat) throws Exception {
        int port = tomcat.monitorPort();
        return submit(browser, request(port, "/account"), request(port, "/logout"), "&everywhere=true");
    }

    /** Gives some key a label; the proxy's header is there too, for those whom only that names. */
    private static int change(HttpClient browser, int port, String name) throws Exception {
        return submit(
                browser,
                request(port, "/account").header("X-Remote-User", name),
                request(port, "/users").header("X-Remote-User", name),
                "&user=" + "0".repeat(32) + "&label=some");
    }

    /** Sends what {@code fields} says with the token of the form on that page. */
    private static int submit(HttpClient browser, HttpRequest.Builder page, HttpRequest.Builder action, String fields)
            throws Exception {
        Matcher token = TOKEN.matcher(
                browser.send(page.build(), BodyHandlers.ofString()).body());
        assertThat(token.find()).isTrue();
        HttpRequest post = action.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token.group(1) + fields))
                .build();
        return browser.send(post, BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder asAlice(int port, String path) {
        return request(port, path).header("X-Remote-User", "alice");
    }

    private static int audit(int port, String header, String value) throws Exception {
        return audit(HttpClient.newHttpClient(), request(port, "/audit").header(header, value));
    }

    private static int audit(HttpClient browser, HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** Knows its users by {@code X-Authenticated}, and lets no foreign {@code X-Remote-User} through. */
    private static HttpServer proxyInFrontOf(int port) throws IOException {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpClient client = HttpClient.newHttpClient();
        proxy.createContext("/", exchange -> pass(client, port, exchange));
        proxy.start();
        return proxy;
    }

    private static void pass(HttpClient client, int port, HttpExchange exchange) throws IOException {
        String user = exchange.getRequestHeaders().getFirst("X-Authenticated");
        HttpRequest.Builder onward = request(port, exchange.getRequestURI().toString());
        if (user != null) {
            onward.header("X-Remote-User", user);
        }
        try {
            HttpResponse<byte[]> answer = client.send(onward.build(), BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(answer.statusCode(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }
}
