package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.exchange.Credential;
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

/**
 * Lets callers of the JSON API in by bearer key or by session; answers all others in JSON (RFC 9457). Request threads.
 */
public final class ApiAccessFilter implements Filter {
    private static final String BEARER = "Bearer ";

    private final LoginGate gate;

    public ApiAccessFilter(LoginGate gate) {
        this.gate = gate;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest call = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        LoginResult result = decide(call);
        if (result instanceof LoginResult.Accepted accepted) {
            ViewerSession.letIn(call, accepted.viewer());
            chain.doFilter(request, response);
        } else if (result instanceof LoginResult.Postponed postponed) {
            answer.setHeader("Retry-After", Long.toString(wholeSeconds(postponed.pause())));
            problem(answer, 429, "Too Many Requests", "Too many wrong keys came from this address; try again later.");
        } else {
            answer.setHeader("WWW-Authenticate", "Bearer");
            problem(answer, 401, "Unauthorized", "Log in, or send the header Authorization: Bearer <key>.");
        }
    }

    private LoginResult decide(HttpServletRequest call) {
        String authorization = call.getHeader("Authorization");
        if (authorization != null) {
            return bearer(authorization)
                    .map(key -> gate.attempt(call.getRemoteAddr(), key))
                    .orElse(new LoginResult.Refused());
        }
        return ViewerSession.viewer(call)
                .<LoginResult>map(LoginResult.Accepted::new)
                .orElse(new LoginResult.Refused());
    }

    private static Optional<Credential> bearer(String authorization) {
        return Optional.of(authorization)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .filter(value -> !value.isEmpty())
                .map(Credential::new);
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
