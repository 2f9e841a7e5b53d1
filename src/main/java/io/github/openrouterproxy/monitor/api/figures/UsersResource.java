package io.github.openrouterproxy.monitor.api.figures;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** The calls that match by key; of others only for those who see everyone; request threads. */
@Path("users")
@Produces(MediaType.APPLICATION_JSON)
public final class UsersResource {
    private final FigureSources sources;

    @Inject
    UsersResource(FigureSources sources) {
        this.sources = sources;
    }

    @GET
    public Response users(@Context HttpServletRequest call, @Context UriInfo address) {
        Map<String, String> labels = sources.labels().seenBy(Asked.scope(call));
        return Response.ok(UserDocument.All.of(sources.stats().users(Asked.scope(call), Asked.filter(address)), labels))
                .build();
    }
}
