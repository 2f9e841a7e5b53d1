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
