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
            Matcher token = TOKEN.matcher(login);
            assertThat(token.find()).isTrue();
            HttpRequest form = to(tomcat, "/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("csrf=" + token.group(1) + "&key=" + USER))
                    .build();

            assertThat(browser.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(303);
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

    private static String get(HttpClient browser, TomcatProcess tomcat, String path) throws Exception {
        HttpRequest request = to(tomcat, path).header("Accept-Language", "en").build();
        return browser.send(request, BodyHandlers.ofString()).body();
    }

    private static HttpRequest.Builder to(TomcatProcess tomcat, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tomcat.monitorPort() + path));
    }
}
