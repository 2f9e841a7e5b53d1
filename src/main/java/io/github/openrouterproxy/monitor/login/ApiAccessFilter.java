package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.audit.LoginWay;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import io.github.openrouterproxy.monitor.audit.Arrivals;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers of the JSON API in by bearer key or by session; answers all others in JSON (RFC 9457). Request threads.
 */
public final class ApiAccessFilter implements Filter {
    private static final Logger log = LoggerFactory.getLogger(ApiAccessFilter.class);
    private static final Pattern BEARER = Pattern.compile("(?is)Bearer(?: (.*))?");

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final LoginGate gate;
    private final CsrfTokens csrf;
    private final Arrivals arrivals;

    public ApiAccessFilter(LoginGate gate, CsrfTokens csrf, Arrivals arrivals) {
        this.arrivals = arrivals;
        this.gate = gate;
        this.csrf = csrf;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest call = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        LoginResult result;
        try {
            result = decide(call);
        } catch (DatabaseException e) {
            log.warn("The API could not ask the database who calls", e);
            problem(answer, 503, "Service Unavailable", "The database does not answer.");
            return;
        }
        if (result instanceof LoginResult.Accepted accepted) {
            if (token(call).isPresent()) {
                arrivals.note(accepted.viewer(), call.getRemoteAddr(), LoginWay.KEY_IN_THE_CALL);
            }
            // Also of whom the change is refused: the audit tells who it was.
            ViewerSession.letIn(call, accepted.viewer());
            if (!READING.contains(call.getMethod()) && !mayChange(call, accepted)) {
                problem(answer, 403, "Forbidden", "This change needs an administrator, and a token with a session.");
                return;
            }
            chain.doFilter(request, response);
            if (isRefusedWithoutAWord(answer)) {
                problem(answer, 400, "Bad Request", "A header cannot be understood.");
            }
        } else if (result instanceof LoginResult.Postponed postponed) {
            answer.setHeader("Retry-After", Long.toString(wholeSeconds(postponed.pause())));
            problem(answer, 429, "Too Many Requests", "Too many wrong keys; try again later.");
        } else {
            answer.setHeader("WWW-Authenticate", "Bearer");
            problem(answer, 401, "Unauthorized", "Log in, or send the header Authorization: Bearer <key>.");
        }
    }

    /** A browser sends its cookie wherever a form of another site tells it to, but no header of ours. */
    private boolean mayChange(HttpServletRequest call, LoginResult.Accepted accepted) {
        boolean ours = token(call).isPresent()
                || (call.getSession(false) != null
                        && csrf.matches(
                                call.getHeader("X-CSRF-Token"),
                                call.getSession(false).getId()));
        return ours && accepted.viewer().mayChange();
    }

    private LoginResult decide(HttpServletRequest call) {
        return token(call)
                .<LoginResult>map(key -> key.isEmpty()
                        ? new LoginResult.Refused()
                        : gate.attempt(call.getRemoteAddr(), new Credential(key)))
                .or(() -> ViewerSession.viewer(call).map(viewer -> new LoginResult.Accepted(viewer, true)))
                .orElseGet(LoginResult.Refused::new);
    }

    /** A proxy that asks for name and password itself passes them on as {@code Basic}: those are not for us. */
    private static Optional<String> token(HttpServletRequest call) {
        return Optional.ofNullable(call.getHeader("Authorization"))
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(found -> Optional.ofNullable(found.group(1)).orElse("").strip());
    }

    /** Jersey reads the type of a form before anything of ours is asked. */
    private static boolean isRefusedWithoutAWord(HttpServletResponse answer) {
        return answer.getStatus() == HttpServletResponse.SC_BAD_REQUEST
                && answer.getContentType() == null
                && !answer.isCommitted();
    }

    private static long wholeSeconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }

    /** The texts are ours and need no escaping. */
    private static void problem(HttpServletResponse answer, int status, String title, String detail)
            throws IOException {
        answer.setStatus(status);
        answer.setContentType("application/problem+json");
        answer.setCharacterEncoding("UTF-8");
        answer.getWriter()
                .write("{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(title, status, detail));
    }
}
