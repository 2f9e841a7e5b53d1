package io.github.openrouterproxy.monitor.shield;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.monitor.Scripted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SecurityHeadersFilterTest {
    private final Map<String, String> headers = new TreeMap<>();

    /** Before anything is written, so that an answer which is sent while it is made has them too. */
    @Test
    void everyAnswerSaysFromItsBeginningWhatThisSiteNeverDoes() throws Exception {
        HttpServletResponse response = Scripted.of(
                HttpServletResponse.class, (name, values) -> headers.put((String) values[0], (String) values[1]));

        new SecurityHeadersFilter()
                .doFilter(Scripted.of(HttpServletRequest.class, (name, values) -> null), response, (in, out) -> {
                    assertThat(headers)
                            .isEqualTo(Map.of(
                                    "Content-Security-Policy",
                                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                                            + "connect-src 'self'; form-action 'self'; base-uri 'none'; "
                                            + "frame-ancestors 'none'",
                                    "X-Content-Type-Options",
                                    "nosniff",
                                    "X-Frame-Options",
                                    "DENY",
                                    "Referrer-Policy",
                                    "same-origin",
                                    "Cross-Origin-Opener-Policy",
                                    "same-origin",
                                    "Cross-Origin-Resource-Policy",
                                    "same-origin",
                                    "Permissions-Policy",
                                    "camera=(), geolocation=(), microphone=()",
                                    "Cache-Control",
                                    "no-store"));
                    headers.clear();
                });

        assertThat(headers).isEmpty();
    }
}
