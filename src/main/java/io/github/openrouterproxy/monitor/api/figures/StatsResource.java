package io.github.openrouterproxy.monitor.api.figures;

import io.github.openrouterproxy.monitor.access.SeriesQuery;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Figures over the exchanges that match; request threads. */
@Path("stats")
@Produces(MediaType.APPLICATION_JSON)
public final class StatsResource {
    private final FigureSources sources;

    @Inject
    StatsResource(FigureSources sources) {
        this.sources = sources;
    }

    @GET
    public Response stats(@Context HttpServletRequest call, @Context UriInfo address) {
        return Response.ok(StatsDocument.of(sources.stats()
                        .stats(
                                Asked.scope(call),
                                Asked.filter(address),
                                sources.clock().instant())))
                .build();
    }

    @GET
    @Path("series")
    public Response series(@Context HttpServletRequest call, @Context UriInfo address) {
        SeriesQuery query = SeriesQuery.read(
                address.getQueryParameters()::getFirst, sources.clock().instant());
        return Response.ok(SeriesDocument.of(
                        query, sources.stats().series(Asked.scope(call), query.filter(), query.bucket())))
                .build();
    }
}
