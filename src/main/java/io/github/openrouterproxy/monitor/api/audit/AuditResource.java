package io.github.openrouterproxy.monitor.api.audit;

import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.dao.audit.AuditReadDao;
import io.github.openrouterproxy.monitor.access.AuditQuery;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** Who did what, for those who see everything; request threads. */
@Path("audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private final AuditReadDao audit;

    @Inject
    AuditResource(AuditReadDao audit) {
        this.audit = audit;
    }

    @GET
    public Response list(@Context HttpServletRequest call, @Context UriInfo address) {
        Viewer viewer = ViewerSession.viewer(call).filter(Viewer::seesEveryone).orElseThrow(ForbiddenException::new);
        AuditQuery query = AuditQuery.read(address.getQueryParameters()::getFirst, 100);
        List<AuditEntry> entries = audit.newest(viewer.scope(), query.size() + 1, query.before());
        return Response.ok(AuditList.of(entries, query.size())).build();
    }
}
