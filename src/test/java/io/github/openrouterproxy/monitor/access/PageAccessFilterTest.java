package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.monitor.Scripted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PageAccessFilterTest {
    private final Map<String, String> answered = new TreeMap<>();

    @Test
    void whoIsNotLoggedInIsSentToTheLoginAndFromThereBack() throws Exception {
        visit("GET", "/ctx/requests", "page=2", null);

        assertThat(answered).isEqualTo(Map.of("status", "303", "Location", "/ctx/login?next=%2Frequests%3Fpage%3D2"));
    }

    @Test
    void aFormLeadsToNoPage() throws Exception {
        visit("POST", "/ctx/users", null, null);

        assertThat(answered).isEqualTo(Map.of("status", "303", "Location", "/ctx/login"));
    }

    /** What comes is put into the page, where a form for a key would stand. */
    @Test
    void aPartOfAPageMakesTheBrowserLoadThePageAgain() throws Exception {
        visit("GET", "/ctx/requests", "live=0", "true");

        assertThat(answered).isEqualTo(Map.of("HX-Refresh", "true"));
    }

    private void visit(String method, String path, @Nullable String query, @Nullable String part) throws Exception {
        HttpServletRequest request = Scripted.of(HttpServletRequest.class, (name, values) -> switch (name) {
            case "getContextPath" -> "/ctx";
            case "getMethod" -> method;
            case "getRequestURI" -> path;
            case "getQueryString" -> query;
            case "getHeader" -> values[0].equals("HX-Request") ? part : null;
            default -> null;
        });
        HttpServletResponse response = Scripted.of(HttpServletResponse.class, (name, values) -> switch (name) {
            case "setStatus" -> answered.put("status", values[0].toString());
            case "setHeader" -> answered.put((String) values[0], (String) values[1]);
            default -> null;
        });
        new PageAccessFilter().doFilter(request, response, (in, out) -> {
            throw new AssertionError("nobody may pass");
        });
    }
}
