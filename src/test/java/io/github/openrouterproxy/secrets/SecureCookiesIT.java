package io.github.openrouterproxy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser is told of the cookies it gets. */
@Tag("beside-others")
final class SecureCookiesIT {
    private static final String ADMIN = "key-of-the-administrator";
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");
    private static final String REMOTE_IP = """
            <Context><Valve className="org.apache.catalina.valves.RemoteIpValve"/></Context>
            """;

    @TempDir
    private Path base;

    @Test
    void overHttpsNoCookieGoesAnyOtherWay() throws Exception {
        Files.createDirectories(base.resolve("conf"));
        Files.writeString(base.resolve("conf/context.xml"), REMOTE_IP);
        try (TomcatProcess tomcat = TomcatProcess.start(base, Map.of("SUPER_ADMIN_APIKEY", ADMIN))) {
            List<String> secure = cookies(tomcat.monitorPort(), "https");
            assertThat(secure)
                    .hasSize(2)
                    .allSatisfy(cookie -> assertThat(cookie).contains("Secure", "HttpOnly", "SameSite=Lax"));
            assertThat(secure.get(1)).startsWith("openrouter-proxy-session=");

            assertThat(cookies(tomcat.monitorPort(), "http"))
                    .hasSize(2)
                    .allSatisfy(cookie -> assertThat(cookie)
                            .contains("HttpOnly", "SameSite=Lax")
                            .doesNotContain("Secure"));
        }
    }

    /** Of the form, and of the login. */
    private static List<String> cookies(int port, String scheme) throws IOException {
        RawResponse form =
                RawClient.call(port, RawRequest.getFrom("localhost", "/login").header("X-Forwarded-Proto", scheme));
        String browser = form.header("Set-Cookie");
        Matcher token = TOKEN.matcher(form.text());
        assertThat(token.find()).isTrue();
        RawRequest login = RawRequest.of("POST", "/login")
                .header("X-Forwarded-Proto", scheme)
                .header("Cookie", browser.replaceFirst(";.*", ""))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("csrf=" + token.group(1) + "&key=" + ADMIN);
        RawResponse in = RawClient.call(port, login);
        assertThat(in.status()).isEqualTo(303);
        return List.of(browser, in.header("Set-Cookie"));
    }
}
