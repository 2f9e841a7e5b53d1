package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.monitor.access.ExchangeQuery;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;

/** Figures over the exchanges that match; request threads. */
@Path("stats")
@Produces(MediaType.APPLICATION_JSON)
public final class StatsResource {
    private final StatsDao stats;
    private final Clock clock;

    @Inject
    StatsResource(ApiSources sources) {
        this.stats = sources.stats();
        this.clock = sources.clock();
    }

    @GET
    public Response stats(@Context HttpServletRequest call, @Context UriInfo address) {
        ExchangeQuery query = ExchangeQuery.read(address.getQueryParameters()::getFirst, 1);
        StatsDocument document = StatsDocument.of(stats.stats(Callers.scope(call), query.filter(), clock.instant()));
        return Response.ok(document).build();
    }
}
