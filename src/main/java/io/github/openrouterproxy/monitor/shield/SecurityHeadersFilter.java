package io.github.openrouterproxy.monitor.shield;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells the browser what this site never does: run foreign or inline code, be framed, be guessed at, be kept in a
 * cache. Answers that may be kept say so themselves later. Request threads.
 */
public final class SecurityHeadersFilter implements Filter {
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (response instanceof HttpServletResponse answer) {
            answer.setHeader("Content-Security-Policy", POLICY);
            answer.setHeader("X-Content-Type-Options", "nosniff");
            answer.setHeader("X-Frame-Options", "DENY");
            answer.setHeader("Referrer-Policy", "same-origin");
            answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
            answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
            answer.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
            answer.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }
}
