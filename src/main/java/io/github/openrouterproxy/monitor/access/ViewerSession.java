package io.github.openrouterproxy.monitor.access;

import jakarta.servlet.ServletRequest;
import java.util.Optional;

/** Where the viewer of a request is kept while it is answered: an attribute. Request threads. */
public final class ViewerSession {
    private static final String VIEWER = Viewer.class.getName();

    private ViewerSession() {}

    /** Who this request was let in as. */
    public static Optional<Viewer> viewer(ServletRequest request) {
        return request.getAttribute(VIEWER) instanceof Viewer viewer ? Optional.of(viewer) : Optional.empty();
    }

    /** For the filters that find out who it is. */
    public static void letIn(ServletRequest request, Viewer viewer) {
        request.setAttribute(VIEWER, viewer);
    }
}
