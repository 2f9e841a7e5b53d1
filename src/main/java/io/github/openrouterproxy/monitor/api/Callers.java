package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;

/** What the caller of the API may see. */
final class Callers {
    private Callers() {}

    static Scope scope(HttpServletRequest call) {
        return viewer(call).scope();
    }

    /** The filter in front lets nobody through unknown; should it ever be missing, nobody sees anything. */
    static Viewer viewer(HttpServletRequest call) {
        return ViewerSession.viewer(call).orElseThrow(ForbiddenException::new);
    }
}
