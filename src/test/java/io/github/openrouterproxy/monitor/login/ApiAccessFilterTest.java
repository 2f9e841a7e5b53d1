package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.monitor.Scripted;
import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.audit.Arrivals;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ApiAccessFilterTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final List<Integer> statuses = new ArrayList<>();
    private final StringWriter body = new StringWriter();

    @Test
    void aKeyThatCannotBeLookedForIsNoFaultOfOurs() throws Exception {
        AuditTrail audit = new AuditTrail(new Logins.InMemoryAudit(), Duration.ofDays(1), CLOCK, Runnable::run);
        LoginGate gate = Logins.gate(
                "",
                fingerprint -> {
                    throw new DatabaseException("the file was moved");
                },
                CLOCK);

        new ApiAccessFilter(gate, new CsrfTokens(), new Arrivals(audit, CLOCK))
                .doFilter(request(), response(), (passed, answer) -> {
                    throw new AssertionError("nobody may pass");
                });

        assertThat(statuses).containsExactly(503);
        assertThat(body.toString()).contains("\"status\":503").doesNotContain("moved");
    }

    private static HttpServletRequest request() {
        return Scripted.of(HttpServletRequest.class, (method, values) -> switch (method) {
            case "getHeader" -> values[0].equals("Authorization") ? "Bearer sk-or-v1-somebody" : null;
            case "getRemoteAddr" -> "127.0.0.1";
            case "getMethod" -> "GET";
            default -> null;
        });
    }

    private HttpServletResponse response() {
        PrintWriter writer = new PrintWriter(body, true);
        return Scripted.of(HttpServletResponse.class, (method, values) -> {
            if (method.equals("setStatus")) {
                statuses.add((Integer) values[0]);
            }
            return method.equals("getWriter") ? writer : null;
        });
    }
}
