package io.github.openrouterproxy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a setting takes from its users is said where they look. */
@Tag("beside-others")
final class SaidOpenlyIT {
    private static final String USER = "sk-or-v1-user-0123456789abcdef";
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");

    @TempDir
    private Path base;

    @Test
    void keysInTheClearAndWhatSearchDoesNotFindAreSaidAtTheStartAndOnTheSite() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(
                        base,
                        Map.of(
                                "OPENAI_API_BASE", upstream.base().toString(),
                                "STORE_KEYS", "plain",
                                "ENCRYPTION_KEY", "ab".repeat(32)))) {
            upstream.answer(request -> Reply.json(200, "{\"key\":\"" + USER + "\"}"));
            RawClient.call(tomcat.relayPort(), RawRequest.post("/v1/chat", "{}").bearer(USER));
            HttpClient browser =
                    HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

            String login = get(browser, tomcat, "/login");

            assertThat(logIn(browser, tomcat)).isEqualTo(303);
            assertThat(tomcat.output()).contains("STORE_KEYS=plain");
            assertThat(login).contains("Keys are stored in the clear (STORE_KEYS=plain)");
            assertThat(get(browser, tomcat, "/requests"))
                    .contains("Keys are stored in the clear (STORE_KEYS=plain)")
                    .doesNotContain("Bodies are encrypted and not searched");
            assertThat(get(browser, tomcat, "/requests?search=x")).contains("Bodies are encrypted and not searched");
            assertThat(new RecordedFile(tomcat.database()).column("SELECT authorization_bearer FROM requests"))
                    .containsExactly(USER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "open, Calls go on meanwhile., 调用仍在继续",
        "closed, new ones are refused and those under way are cut off., 新的调用会被拒绝"
    })
    void whatBecomesOfCallsWhileTheDatabaseDoesNotAnswerIsSaidAsItIs(String setting, String english, String chinese)
            throws Exception {
        try (TomcatProcess tomcat =
                TomcatProcess.start(base, Map.of("RECORD_FAILURE", setting, "SUPER_ADMIN_APIKEY", USER))) {
            HttpClient browser =
                    HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
            assertThat(logIn(browser, tomcat)).isEqualTo(303);
            new RecordedFile(tomcat.database()).execute("ALTER TABLE exchanges RENAME TO taken_away");

            HttpRequest asked =
                    to(tomcat, "/requests").header("Accept-Language", "zh-CN").build();

            assertThat(browser.send(asked, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(503);
            assertThat(browser.send(asked, BodyHandlers.ofString()).body()).contains("数据库没有响应", chinese);
            assertThat(get(browser, tomcat, "/requests")).contains("The database does not answer", english);
        }
    }

    private static int logIn(HttpClient browser, TomcatProcess tomcat) throws Exception {
        Matcher token = TOKEN.matcher(get(browser, tomcat, "/login"));
        assertThat(token.find()).isTrue();
        HttpRequest form = to(tomcat, "/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token.group(1) + "&key=" + USER))
                .build();
        return browser.send(form, BodyHandlers.discarding()).statusCode();
    }

    private static String get(HttpClient browser, TomcatProcess tomcat, String path) throws Exception {
        HttpRequest request = to(tomcat, path).header("Accept-Language", "en").build();
        return browser.send(request, BodyHandlers.ofString()).body();
    }

    private static HttpRequest.Builder to(TomcatProcess tomcat, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tomcat.monitorPort() + path));
    }
}
