package io.github.openrouterproxy.monitor.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** Where the viewer of a request is kept: the session between requests, an attribute within one. Request threads. */
public final class ViewerSession {
    private static final String VIEWER = Viewer.class.getName();

    private ViewerSession() {}

    /** Begins a session; the key itself is not kept. */
    public static void begin(HttpServletRequest request, Viewer viewer) {
        HttpSession session = request.getSession(true);
        if (!session.isNew()) {
            request.changeSessionId();
        }
        session.setAttribute(VIEWER, viewer);
    }

    public static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Who this request was let in as. */
    public static Optional<Viewer> viewer(HttpServletRequest request) {
        return request.getAttribute(VIEWER) instanceof Viewer viewer ? Optional.of(viewer) : fromSession(request);
    }

    static void letIn(HttpServletRequest request, Viewer viewer) {
        request.setAttribute(VIEWER, viewer);
    }

    private static Optional<Viewer> fromSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(VIEWER) instanceof Viewer viewer
                ? Optional.of(viewer)
                : Optional.empty();
    }
}
