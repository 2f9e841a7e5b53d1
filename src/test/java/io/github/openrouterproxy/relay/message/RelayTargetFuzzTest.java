package io.github.openrouterproxy.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.Fuzz;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayTargetFuzzTest {
    private static final URI BASE = URI.create("https://upstream.example:8443/api/v1");
    private static final List<String> WORDS = List.of(
            "/",
            "//",
            "..",
            ".",
            "%2e",
            "%2E%2e",
            "%2f",
            "\\..",
            "%5C..",
            "%2f%2E.",
            "%5c",
            "\\",
            ";",
            ";a=b",
            "@evil.example",
            ":80",
            "%00",
            "%",
            "%zz",
            "?",
            "#",
            "http://evil.example/",
            "chat",
            "é",
            "..;");

    @Test
    void noPathLeadsAnywhereButBelowTheBase() {
        Fuzz.rounds(fuzz -> {
            String written = fuzz.oneOf(List.of("/v1", "/api/v1", "/v1/", "")) + fuzz.text(WORDS);
            Optional<RelayTarget> target = RelayTarget.of(request(written), BASE);

            target.ifPresent(reached -> {
                assertThat(reached.url()).startsWith(BASE.toString());
                String behind = reached.url().substring(BASE.toString().length());
                assertThat(behind).matches("(?s)([/?].*)?");
                assertThat(shallowest(behind)).as(written).isNotNegative();
            });
        });
    }

    @Test
    void ordinaryPathsAreTakenAsWritten() {
        assertThat(RelayTarget.of(request("/v1/models/a%2Fb"), BASE))
                .contains(new RelayTarget(BASE + "/models/a%2Fb", "/models/a%2Fb"));
    }

    /** How far up the path climbs, read the way the most careless server would. */
    private static int shallowest(String behind) {
        String path = behind.replaceFirst("(?s)[?#].*", "");
        int depth = 0;
        int least = 0;
        for (String segment : List.of(decoded(path).replace('\\', '/').split("/", -1))) {
            String name = segment.replaceFirst("(?s);.*", "");
            if (name.equals("..")) {
                depth--;
            } else if (!name.isEmpty() && !name.equals(".")) {
                depth++;
            }
            least = Math.min(least, depth);
        }
        return least;
    }

    private static String decoded(String text) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.charAt(i) == '%' && i + 2 < text.length();
            int high = escape ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = escape ? Character.digit(text.charAt(i + 2), 16) : -1;
            decoded.append(high < 0 || low < 0 ? text.charAt(i) : (char) (high * 16 + low));
            i += high < 0 || low < 0 ? 0 : 2;
        }
        return decoded.toString();
    }

    private static HttpServletRequest request(String written) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                RelayTargetFuzzTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRequestURI" -> written;
                    case "getContextPath" -> "";
                    default -> null;
                });
    }
}
