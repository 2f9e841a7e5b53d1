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

/** The calls that match by model; request threads. */
@Path("models")
@Produces(MediaType.APPLICATION_JSON)
public final class ModelsResource {
    private final FigureSources sources;

    @Inject
    ModelsResource(FigureSources sources) {
        this.sources = sources;
    }

    @GET
    public Response models(@Context HttpServletRequest call, @Context UriInfo address) {
        return Response.ok(ModelDocument.All.of(sources.stats().models(Asked.scope(call), Asked.filter(address))))
                .build();
    }
}
