package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.UserDao.Calls;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.monitor.Scripted;
import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import io.github.openrouterproxy.monitor.audit.Arrivals;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import io.github.openrouterproxy.monitor.audit.TakenAwayFilter;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                .doFilter(request("GET"), response(), (passed, answer) -> {
                    throw new AssertionError("nobody may pass");
                });

        assertThat(statuses).containsExactly(503);
        assertThat(body.toString()).contains("\"status\":503").doesNotContain("moved");
    }

    @Test
    void whoIsRefusedAChangeWithAKeyInTheCallIsWrittenDownAndNotTheOwnerOfTheCookieBeside() throws Exception {
        Logins.InMemoryAudit entries = new Logins.InMemoryAudit();
        AuditTrail audit = new AuditTrail(entries, Duration.ofDays(1), CLOCK, Runnable::run);
        ApiAccessFilter filter = new ApiAccessFilter(
                Logins.gate("", fingerprint -> Calls.CHARGED, CLOCK), new CsrfTokens(), new Arrivals(audit, CLOCK));
        HttpServletRequest call = request("POST");
        ViewerSession.letIn(call, new Viewer.Administrator("of the cookie"));

        new TakenAwayFilter(audit, CLOCK)
                .doFilter(
                        call,
                        response(),
                        (passed, answer) -> filter.doFilter(passed, answer, (in, out) -> {
                            throw new AssertionError("nobody may pass");
                        }));

        assertThat(statuses).containsExactly(403);
        assertThat(entries.all())
                .extracting(AuditEntry::action, AuditEntry::detail)
                .containsExactly(
                        tuple(AuditAction.LOGIN, "key in the call"), tuple(AuditAction.REFUSED, "POST /api/requests"));
        assertThat(entries.all()).extracting(AuditEntry::who).allMatch(who -> who.contains(" (fp "));
    }

    private static HttpServletRequest request(String method) {
        Map<Object, Object> attributes = new HashMap<>();
        return Scripted.of(HttpServletRequest.class, (asked, values) -> switch (asked) {
            case "getHeader" -> values[0].equals("Authorization") ? "Bearer sk-or-v1-somebody" : null;
            case "getRemoteAddr" -> "127.0.0.1";
            case "getMethod" -> method;
            case "getRequestURI" -> "/api/requests";
            case "getHttpServletMapping" -> Scripted.of(HttpServletMapping.class, (name, none) -> "api");
            case "getAttribute" -> attributes.get(values[0]);
            case "setAttribute" -> attributes.put(values[0], values[1]);
            default -> null;
        });
    }

    private HttpServletResponse response() {
        PrintWriter writer = new PrintWriter(body, true);
        return Scripted.of(HttpServletResponse.class, (method, values) -> {
            if (method.equals("setStatus")) {
                statuses.add((Integer) values[0]);
            }
            return switch (method) {
                case "getWriter" -> writer;
                case "getStatus" -> statuses.get(statuses.size() - 1);
                default -> null;
            };
        });
    }
}
