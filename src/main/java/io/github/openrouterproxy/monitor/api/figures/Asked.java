package io.github.openrouterproxy.monitor.api.figures;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.monitor.access.ExchangeQuery;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.UriInfo;

/** What a request is about. */
final class Asked {
    private Asked() {}

    static ExchangeFilter filter(UriInfo address) {
        return ExchangeQuery.read(address.getQueryParameters()::getFirst, 1).filter();
    }

    static Scope scope(HttpServletRequest call) {
        // The filter in front lets nobody through unknown; should it ever be missing, nobody sees anything.
        return ViewerSession.viewer(call).map(Viewer::scope).orElseThrow(ForbiddenException::new);
    }
}
