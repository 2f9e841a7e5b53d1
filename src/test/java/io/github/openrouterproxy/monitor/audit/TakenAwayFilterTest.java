package io.github.openrouterproxy.monitor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.monitor.Scripted;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.login.Logins;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TakenAwayFilterTest {
    private static final Viewer AUDITOR = new Viewer.Auditor("carol");

    private final Logins.InMemoryAudit entries = new Logins.InMemoryAudit();
    private final Clock clock = Clock.systemUTC();
    private final TakenAwayFilter filter =
            new TakenAwayFilter(new AuditTrail(entries, Duration.ofDays(1), clock, Runnable::run), clock);

    @Test
    void whatIsRefusedAtOneEndpointIsNotedOnceHoweverManyPathsItHas() throws Exception {
        for (int i = 0; i < 20; i++) {
            refuse("POST", "api", "/api/" + i);
        }
        refuse("DELETE", "api", "/api/0");
        refuse("POST", "users", "/users");

        assertThat(entries.all())
                .extracting(AuditEntry::detail)
                .containsExactly("POST /api/0", "DELETE /api/0", "POST /users");
    }

    @Test
    void whatIsRefusedWithMethodsThatWereMadeUpIsNotedOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            refuse("MADEUP" + i, "api", "/api/requests");
        }

        assertThat(entries.all()).extracting(AuditEntry::detail).containsExactly("MADEUP0 /api/requests");
    }

    @Test
    void noKeyIsWrittenDownThatStandsInThePath() throws Exception {
        refuse("POST", "api", "/api/requests;key=secret/1;x=y");
        refuse("DELETE", "api", "/api/sk-or-v1-0123456789abcdef/x");

        assertThat(entries.all())
                .extracting(AuditEntry::detail)
                .containsExactly("POST /api/requests/1", "DELETE /api/…/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-sk-0123456789",
                "%2Dsk-or-v1-0123456789abcdef",
                "%5Fsk-or-v1-0123456789abcdef",
                "requestssk-or-v1-0123456789abcdef",
                "key_sk-0123456789"
            })
    void norOneThatSomethingStandsBefore(String key) throws Exception {
        refuse("DELETE", "api", "/api/" + key + "/x");

        assertThat(entries.all())
                .singleElement()
                .extracting(AuditEntry::detail)
                .asString()
                .doesNotContain("0123456789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk%2Dor%2Dv1%2D0123456789abcdef",
                "%73k-or-v1-0123456789abcdef",
                "x%20sk-or-v1-0123456789abcdef",
                "a%2Fsk-or-v1-0123456789abcdef%2fb",
                "%25%373k%252Dor-v1-0123456789abcdef",
                "%zz.%65k_0123456789abcdef"
            })
    void norOneThatIsEncodedHoweverOften(String key) throws Exception {
        refuse("DELETE", "api", "/api/" + key + "/x");

        assertThat(entries.all()).extracting(AuditEntry::detail).containsExactly("DELETE /api/…/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/risk-assessment", "/api/week_2026-11-30", "/api/x%20%20%zz", "/api/task-0123456789"})
    void whatOnlyEndsLikeTheBeginningOfAKeyStays(String path) throws Exception {
        refuse("DELETE", "api", path);

        assertThat(entries.all()).extracting(AuditEntry::detail).containsExactly("DELETE " + path);
    }

    private void refuse(String method, String servlet, String path) throws Exception {
        HttpServletMapping mapping = Scripted.of(HttpServletMapping.class, (asked, values) -> servlet);
        HttpServletRequest request = Scripted.of(HttpServletRequest.class, (asked, values) -> switch (asked) {
            case "getAttribute" -> AUDITOR;
            case "getMethod" -> method;
            case "getRequestURI" -> path;
            case "getServletPath" -> path;
            case "getHttpServletMapping" -> mapping;
            case "getRemoteAddr" -> "10.0.0.1";
            default -> null;
        });
        HttpServletResponse response =
                Scripted.of(HttpServletResponse.class, (asked, values) -> asked.equals("getStatus") ? 403 : null);

        filter.doFilter(request, response, (in, out) -> {});
    }
}
