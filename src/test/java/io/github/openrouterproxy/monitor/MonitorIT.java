package io.github.openrouterproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets what out of the deployed monitor, over plain HTTP. */
@Tag("beside-others")
final class MonitorIT {
    private static final String ADMINISTRATOR = "sk-admin-0123456789";
    private static final String ALICE = "sk-or-v1-alice-0123456789";
    private static final String BOB = "sk-or-v1-bob-0123456789";
    private static final String CAROL = "sk-or-v1-carol-0123456789";
    private static final String HTML = "<html><script>alert('owned')</script></html>";
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

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
                base, Map.of("OPENAI_API_BASE", upstream.base().toString(), "SUPER_ADMIN_APIKEY", ADMINISTRATOR));
        call(ALICE);
        call(BOB);
        upstream.answerNext(
                Reply.status(200).header("Content-Type", "text/html").piece(HTML));
        call(BOB);
    }

    @AfterAll
    static void stop() throws IOException {
        tomcat.close();
        upstream.close();
    }

    @Test
    void thePageThatWasAskedForIsShownAfterLogin() throws IOException, InterruptedException {
        HttpResponse<String> turnedAway = get("/requests?status=2xx");
        assertThat(turnedAway.statusCode()).isEqualTo(303);
        String login = turnedAway.headers().firstValue("Location").orElseThrow();
        assertThat(login).isEqualTo("/login?next=%2Frequests%3Fstatus%3D2xx");

        HttpResponse<String> in = logIn(ALICE, "/requests?status=2xx");

        assertThat(in.headers().firstValue("Location")).contains("/requests?status=2xx");
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("openrouter-proxy-session=")
                .contains("HttpOnly", "SameSite=Lax");
        assertThat(get("/requests?status=2xx").body()).contains("/chat/completions");
    }

    @Test
    void aWrongKeyIsRefusedInWords() throws IOException, InterruptedException {
        HttpResponse<String> refused = logIn("sk-or-v1-mallory", "/");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("This key does not open the monitor.");
    }

    @Test
    void aFormThatDoesNotComeFromAPageOfOursDoesNothing() throws IOException, InterruptedException {
        logIn(ALICE, "/");

        assertThat(post("/logout", "csrf=0000").statusCode()).isEqualTo(403);
        assertThat(get("/requests").statusCode()).isEqualTo(200);
        assertThat(post("/logout", "csrf=" + token(get("/requests").body())).statusCode())
                .isEqualTo(303);
        assertThat(get("/login").body()).contains("Your session has ended.");
        assertThat(get("/requests").statusCode()).isEqualTo(303);
    }

    /** Else addresses with a key in them would come into use, and every log in between would have it. */
    @Test
    void aFormWhoseAddressSaysSomethingTooIsNotHeard() throws IOException, InterruptedException {
        String form = "csrf=" + token(get("/login").body());

        assertThat(post("/login?key=" + ALICE, form).statusCode()).isEqualTo(400);
        assertThat(get("/login?key=" + ALICE).statusCode()).isEqualTo(200);
        assertThat(get("/requests").statusCode()).isEqualTo(303);
    }

    /** Cookies know no ports: whoever has another one of this host could give a browser a cookie and its token. */
    @Test
    void aFormOfWhichTheBrowserSaysThatAnotherSiteSentItDoesNothing() throws IOException, InterruptedException {
        String form = "csrf=" + token(get("/login").body()) + "&key=" + ALICE;

        assertThat(post("/login", form, "Sec-Fetch-Site", "same-site").statusCode())
                .isEqualTo(403);
        assertThat(post("/login", form, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(post("/login", form, "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(303);
    }

    @Test
    void anAdministratorNamesAKeyAndNobodyElseSeesOrDoesIt() throws IOException, InterruptedException {
        String fingerprint =
                json("/api/users", ALICE).get("users").get(0).get("user").textValue();
        logIn(ADMINISTRATOR, "/users");
        String change = "csrf=%s&user=%s&label=%s";
        String csrf = token(get("/users").body());

        assertThat(post("/users", change.formatted(csrf, fingerprint, "Alice+%3Cb%3E"))
                        .statusCode())
                .isEqualTo(303);

        assertThat(get("/users").body()).contains("value=\"Alice &lt;b&gt;\"");
        assertThat(get("/audit").body()).contains("label of fp " + fingerprint + ": Alice &lt;b&gt;");
        assertThat(json("/api/users", ADMINISTRATOR).toString()).contains("\"label\":\"Alice <b>\"");
        assertThat(json("/api/users", ALICE).toString()).doesNotContain("Alice <b>");
        assertThat(post("/users", change.formatted("0000", fingerprint, "x")).statusCode())
                .isEqualTo(403);
        assertThat(post("/users", change.formatted(csrf, "nobody", "x")).statusCode())
                .isEqualTo(400);
        assertThat(post("/logout", "csrf=" + csrf).statusCode()).isEqualTo(303);
        logIn(ALICE, "/");
        assertThat(get("/users").statusCode()).isEqualTo(404);
        String hers = token(get("/").body());
        assertThat(post("/users", change.formatted(hers, fingerprint, "mine")).statusCode())
                .isEqualTo(404);
        assertThat(json("/api/users", ADMINISTRATOR).toString()).contains("\"label\":\"Alice <b>\"");
    }

    @Test
    void withoutAKeyTheApiSaysSoInJson() throws IOException, InterruptedException {
        HttpResponse<String> nobody = api("/api/requests", null);
        HttpResponse<String> wrong = api("/api/requests", "sk-or-v1-mallory");

        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(JSON.readTree(nobody.body()).get("status").intValue()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(nobody.body());
    }

    @Test
    void whateverTheApiRefusesIsAProblem() throws IOException, InterruptedException {
        Map<String, Integer> refused = Map.of(
                "GET /api/requests ;", 400,
                "GET /api/requests */* ;", 400,
                "POST /api/requests */* ;", 400,
                "GET /api/requests text/html", 406,
                "GET /api/nothing */*", 404,
                "DELETE /api/requests */*", 405,
                "GET /api/stats?to=%2B999999999-12-31T23:59:59-18:00 */*", 400);
        for (Map.Entry<String, Integer> call : refused.entrySet()) {
            String[] parts = call.getKey().split(" ", -1);
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(monitor(parts[1]))
                            .header("Authorization", "Bearer " + ADMINISTRATOR)
                            .header("Accept", parts[2])
                            .header("Content-Type", parts.length > 3 ? parts[3] : "application/json")
                            .method(parts[0], BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(call.getKey()).isEqualTo(call.getValue());
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .as(call.getKey())
                    .startsWith("application/problem+json");
            assertThat(JSON.readTree(answer.body()).get("status").intValue()).isEqualTo(call.getValue());
        }
    }

    @Test
    void aUserGetsTheirOwnAndTheAdministratorAll() throws IOException, InterruptedException {
        assertThat(json("/api/requests", ALICE).get("total_count").intValue()).isEqualTo(1);
        assertThat(json("/api/requests", BOB).get("total_count").intValue()).isEqualTo(2);
        assertThat(json("/api/requests", ADMINISTRATOR).get("total_count").intValue())
                .isEqualTo(3);
        assertThat(json("/api/stats", ALICE).get("total_requests").intValue()).isEqualTo(1);
        assertThat(json("/api/stats", ADMINISTRATOR).get("total_requests").intValue())
                .isEqualTo(3);
    }

    @Test
    void totalsOverTimeByModelAndByKeyAreOfWhatOneMaySee() throws IOException, InterruptedException {
        assertThat(json("/api/users", ALICE).get("users")).hasSize(1);
        assertThat(json("/api/users", ADMINISTRATOR).get("users")).hasSize(2);
        assertThat(json("/api/users", BOB).at("/users/0/total_requests").intValue())
                .isEqualTo(2);
        assertThat(json("/api/models", BOB).at("/models/0/total_requests").intValue())
                .isPositive();
        assertThat(json("/api/stats/series?bucket=1d&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z", ALICE)
                        .at("/series/0/total_requests")
                        .intValue())
                .isEqualTo(1);
        assertThat(api("/api/stats/series?bucket=7", ALICE).statusCode()).isEqualTo(400);
    }

    @Test
    void theIdOfSomebodyElseIsLikeOneThatDoesNotExist() throws IOException, InterruptedException {
        String id = json("/api/requests", ALICE).at("/requests/0/id").textValue();

        assertThat(json("/api/request/" + id, ALICE).get("response_body").textValue())
                .contains("Hello, wörld");
        HttpResponse<String> foreign = api("/api/request/" + id, BOB);
        HttpResponse<String> unknown = api("/api/request/0000000000000001", BOB);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body());
        assertThat(api("/api/requests/" + id + "/response-body", BOB).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoCameAndWhatTheyTookIsInTheAuditWithoutTheirKeys() throws IOException, InterruptedException {
        String id = json("/api/requests", ALICE).at("/requests/0/id").textValue();
        logIn("sk-or-v1-somebody-else-0001", "/");
        logIn(ALICE, "/");
        api("/api/requests/" + id + "/response-body", ALICE);

        String audit = api("/api/audit", ADMINISTRATOR).body();

        assertThat(audit)
                .contains("\"login_failed\"", "\"login\"", "\"download\"", id + "/response-body", "127.0.0.1")
                .contains("\"key in the call\"")
                .doesNotContain("somebody-else", ALICE, ADMINISTRATOR);
        assertThat(api("/api/audit", ALICE).statusCode()).isEqualTo(403);
        assertThat(api("/api/audit", null).statusCode()).isEqualTo(401);
    }

    /** Each of them would wait in turn for as long as SQLite does. */
    @Test
    void nobodyWaitsForTheAuditWhileAnotherProcessHoldsTheFileAndNothingIsLost() throws Exception {
        String id = json("/api/requests", BOB).at("/requests/0/id").textValue();
        String body = "/api/requests/" + id + "/request-body";
        try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + tomcat.database());
                Statement statement = lock.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN EXCLUSIVE");
            long began = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertThat(api(body, BOB).statusCode()).isEqualTo(200);
                assertThat(api(body, "sk-or-v1-nobody-" + i).statusCode()).isEqualTo(401);
            }
            assertThat(logIn(BOB, "/").statusCode()).isEqualTo(303);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
        RecordedFile file = new RecordedFile(tomcat.database());
        String written = "SELECT count(*) FROM audit WHERE detail = '" + body + "'";
        long told = 0;
        for (long end = System.nanoTime() + 60_000_000_000L; told < 5 && System.nanoTime() < end; Thread.sleep(50)) {
            // On a slow machine SQLite may have given up an entry meanwhile.
            told = Long.parseLong(file.column(written).get(0))
                    + tomcat.output().split("Not in the audit: download", -1).length
                    - 1;
        }
        assertThat(told).isEqualTo(5);
        assertThat(tomcat.output()).contains("Not in the audit yet: download by ");
    }

    @Test
    void whoLooksAtAWholeBodyIsInTheAudit() throws IOException, InterruptedException {
        String id = json("/api/requests", ALICE).at("/requests/0/id").textValue();
        logIn(ADMINISTRATOR, "/");

        assertThat(get("/requests/" + id + "/request-body").statusCode()).isEqualTo(200);

        JsonNode entries = json("/api/audit", ADMINISTRATOR).get("entries");
        assertThat(entries).anySatisfy(entry -> {
            assertThat(entry.get("action").textValue()).isEqualTo("download");
            assertThat(entry.get("detail").textValue()).isEqualTo("/requests/" + id + "/request-body");
            assertThat(entry.get("who").textValue()).startsWith("administrator (fp ");
        });
    }

    @Test
    void aChangeByTheApiWithASessionNeedsTheTokenOfItsPages() throws IOException, InterruptedException {
        logIn(ADMINISTRATOR, "/");
        String token = token(get("/account").body());

        assertThat(changed(null)).isEqualTo(403);
        assertThat(changed("0".repeat(token.length()))).isEqualTo(403);
        assertThat(changed(token)).as("heard, and nothing there to change").isEqualTo(405);
        assertThat(post("/logout", "csrf=" + token).statusCode()).isEqualTo(303);
        logIn(ALICE, "/");
        assertThat(changed(token(get("/account").body())))
                .as("who may not change anything")
                .isEqualTo(403);
    }

    private int changed(@Nullable String token) throws IOException, InterruptedException {
        HttpRequest.Builder change =
                HttpRequest.newBuilder(monitor("/api/users")).DELETE();
        if (token != null) {
            change.header("X-CSRF-Token", token);
        }
        return browser.send(change.build(), BodyHandlers.discarding()).statusCode();
    }

    @Test
    void aBadParameterIsNamed() throws IOException, InterruptedException {
        HttpResponse<String> bad = api("/api/requests?page_size=1000", ALICE);

        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(bad.body()).get("parameter").textValue()).isEqualTo("page_size");
    }

    @Test
    void recordedHtmlIsNeverServedAsHtml() throws IOException, InterruptedException {
        String id = json("/api/requests", BOB).at("/requests/0/id").textValue();
        logIn(BOB, "/");

        HttpResponse<String> download = api("/api/requests/" + id + "/response-body", BOB);
        assertThat(download.body()).isEqualTo(HTML);
        assertThat(download.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
        HttpResponse<String> plain = get("/requests/" + id + "/response-body");
        assertThat(plain.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(plain.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(plain.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("sandbox", "default-src 'none'");
        assertThat(get("/requests/" + id).body())
                .contains("&lt;html&gt;&lt;script&gt;alert(&#39;owned&#39;)")
                .doesNotContain("alert('owned')");
    }

    @Test
    void nothingIsInlineAndNothingIsKept() throws IOException, InterruptedException {
        HttpResponse<String> login = get("/login");

        assertThat(login.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(login.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(login.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.contains("session"));
        assertThat(get("/WEB-INF/web.xml").statusCode()).isEqualTo(404);
        assertThat(get("/assets/x/../../WEB-INF/web.xml").statusCode()).isIn(400, 404);
    }

    @Test
    void whatAPageCannotDoIsSaidOnAPageOfOurs() throws IOException, InterruptedException {
        HttpResponse<String> put = browser.send(
                HttpRequest.newBuilder(monitor("/login"))
                        .PUT(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, HEAD, POST, OPTIONS");
        assertThat(put.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(put.body()).contains("This page cannot do that");
        assertThat(get("/health/live").headers().firstValue("Content-Security-Policy"))
                .isPresent();
        assertThat(get("/metrics").headers().firstValue("Content-Security-Policy"))
                .isPresent();
    }

    @Test
    void aFormSentWithoutTheBrowsersCookieIsGivenOne() throws IOException, InterruptedException {
        HttpResponse<String> stale = post("/login", "csrf=0000&key=x");

        assertThat(stale.statusCode()).isEqualTo(403);
        assertThat(stale.headers().allValues("Set-Cookie")).hasSize(1);
    }

    @Test
    void whatStandsBesideACallIsNotKnownBeyondSoManyAndIsNotSaidToBeNone() throws Exception {
        call(CAROL);
        RecordedFile file = new RecordedFile(tomcat.database());
        String id =
                file.column("SELECT printf('%016x', max(id)) FROM exchanges").get(0);
        for (String copy : List.of(
                "INSERT INTO exchanges (id, state, received_us, method, url, path, user_fingerprint, user_mask, stream,"
                        + " attempts, request_bytes, request_truncated, response_bytes, response_truncated)"
                        + " SELECT e.id - n.value, 'finished', e.received_us, e.method, e.url, e.path,"
                        + " e.user_fingerprint, e.user_mask, 0, 1, 0, 0, 0, 0 FROM exchanges e, %s",
                "INSERT INTO request_contents (id, headers) SELECT e.id - n.value, '[]' FROM exchanges e, %s",
                "INSERT INTO response_contents (id, piece_count, attempts)"
                        + " SELECT e.id - n.value, 0, '[]' FROM exchanges e, %s")) {
            file.execute(copy.formatted("(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n"
                    + " WHERE value < 1100) SELECT value FROM n) n WHERE e.id = 0x" + id));
        }
        logIn(CAROL, "/");

        String page = get("/requests/" + id + "?path=/absent").body();

        assertThat(page)
                .contains("The next older one was not found within a few milliseconds")
                .doesNotContain("The next newer one was not found");
        assertThat(get("/requests?path=/absent").body()).contains("no requests");
        assertThat(json("/api/models?path=/", CAROL).get("complete").booleanValue())
                .isTrue();
        assertThat(json("/api/users?path=/", CAROL).get("complete").booleanValue())
                .isTrue();
        assertThat(json("/api/stats/series?path=/", CAROL).get("complete").booleanValue())
                .isTrue();
        assertThat(json("/api/stats?path=/", CAROL).get("total_requests").longValue())
                .isEqualTo(1101);
    }

    private static void call(String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + tomcat.relayPort() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"test/model\",\"messages\":[]}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> logIn(String key, String next) throws IOException, InterruptedException {
        String token = token(get("/login").body());
        return post(
                "/login", "csrf=" + token + "&key=" + key + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    private static String token(String page) {
        Matcher token = TOKEN.matcher(page);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private static JsonNode json(String path, String key) throws IOException, InterruptedException {
        return JSON.readTree(api(path, key).body());
    }

    private static HttpResponse<String> api(String path, @Nullable String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(monitor(path));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(monitor(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(monitor(path))
                .headers(Stream.concat(
                                Stream.of("Content-Type", "application/x-www-form-urlencoded"), Stream.of(headers))
                        .toArray(String[]::new))
                .POST(BodyPublishers.ofString(form))
                .build();
        return browser.send(request, BodyHandlers.ofString());
    }

    private static URI monitor(String path) {
        return URI.create("http://127.0.0.1:" + tomcat.monitorPort() + path);
    }
}
