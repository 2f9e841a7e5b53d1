package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.dao.audit.LoginWay;
import io.github.openrouterproxy.monitor.access.Departure;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import io.github.openrouterproxy.monitor.audit.Arrivals;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** Finds out whose request it is, by session or by a name that somebody trusted vouches for. Request threads. */
public final class SessionFilter implements Filter {
    private final Sessions sessions;
    private final VouchedNames names;
    private final Arrivals arrivals;

    public SessionFilter(Sessions sessions, VouchedNames names, Arrivals arrivals) {
        this.arrivals = arrivals;
        this.sessions = sessions;
        this.names = names;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest call = (HttpServletRequest) request;
        sessions.resume(call, !asksByItself(call))
                .or(() -> vouchedFor(call))
                .ifPresent(viewer -> ViewerSession.letIn(call, viewer));
        chain.doFilter(request, response);
    }

    private Optional<Viewer> vouchedFor(HttpServletRequest call) {
        if (Departure.isNoted(call)) {
            return Optional.empty();
        }
        Optional<Viewer> viewer = names.viewer(call);
        viewer.ifPresent(named -> arrivals.note(named, call.getRemoteAddr(), LoginWay.VOUCHED_FOR));
        return viewer;
    }

    /** An open page polls with {@code live}, or listens to {@code /api/live}. */
    private static boolean asksByItself(HttpServletRequest call) {
        String query = Optional.ofNullable(call.getQueryString()).orElse("");
        return call.getRequestURI().endsWith("/api/live") || query.startsWith("live=") || query.contains("&live=");
    }
}
