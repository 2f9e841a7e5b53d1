package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes down every answer that is a file to keep, whichever page or call gives it, and every attempt to change what
 * one may not. Request threads.
 */
public final class TakenAwayFilter implements Filter {
    private final AuditTrail trail;

    public TakenAwayFilter(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            // Also when the client left half-way: what came is with them.
            note((HttpServletRequest) request, (HttpServletResponse) response);
        }
    }

    private void note(HttpServletRequest request, HttpServletResponse response) {
        String disposition = response.getHeader("Content-Disposition");
        if (disposition == null || !disposition.startsWith("attachment")) {
            return;
        }
        String who = ViewerSession.viewer(request).map(Viewer::name).orElse("nobody");
        String path = request.getRequestURI();
        AuditAction action = path.endsWith("/export") ? AuditAction.EXPORT : AuditAction.DOWNLOAD;
        String query = Optional.ofNullable(request.getQueryString())
                .map(text -> "?" + text)
                .orElse("");
        trail.add(action, who, request.getRemoteAddr(), path + query);
    }
}
