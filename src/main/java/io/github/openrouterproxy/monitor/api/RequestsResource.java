package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.Continuation;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.monitor.access.ExchangeQuery;
import io.github.openrouterproxy.monitor.access.ReadingRoom;
import io.github.openrouterproxy.monitor.access.ReadingRoomFilter;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** The recorded exchanges; request threads. The singular {@code /request/…} is the classic spelling. */
@Path("{requests: requests?}")
@Produces(MediaType.APPLICATION_JSON)
public final class RequestsResource {
    private final ExchangeReadDao exchanges;
    private final int pageSize;

    @Inject
    RequestsResource(ApiSources sources) {
        this.exchanges = sources.exchanges();
        this.pageSize = sources.pageSize();
    }

    @GET
    public Response list(@Context HttpServletRequest call, @Context UriInfo address) {
        ExchangeQuery query = ExchangeQuery.read(address.getQueryParameters()::getFirst, pageSize);
        Page<ExchangeSummary> found =
                exchanges.list(Callers.scope(call), query.filter(), Continuation.toAsk(query.page()));
        return Response.ok(ExchangeList.of(Continuation.of(found, query.page())))
                .build();
    }

    @GET
    @Path("{id}")
    public Response one(@Context HttpServletRequest call, @PathParam("id") String id) {
        ExchangeDocument document = ExchangeDocument.of(find(call, id));
        ReadingRoomFilter.seat(call).lend(Callers.viewer(call), document.memory());
        return Response.ok(document).build();
    }

    @GET
    @Path("{id}/request-body")
    @Produces(MediaType.WILDCARD)
    public Response requestBody(@Context HttpServletRequest call, @PathParam("id") String id) {
        Exchange exchange = find(call, id);
        return lent(call, exchange.requestBody(), exchange.request().headers(), exchange.id() + "-request");
    }

    @GET
    @Path("{id}/response-body")
    @Produces(MediaType.WILDCARD)
    public Response responseBody(@Context HttpServletRequest call, @PathParam("id") String id) {
        Exchange exchange = find(call, id);
        Headers headers = Optional.ofNullable(exchange.response())
                .map(ResponseHead::headers)
                .orElse(Headers.NONE);
        return lent(call, exchange.responseBody(), headers, exchange.id() + "-response");
    }

    /** A download decodes nothing, and may take long. */
    private static Response lent(HttpServletRequest call, Body body, Headers headers, String name) {
        ReadingRoomFilter.seat(call).lend(Callers.viewer(call), body.bytes().length);
        return Download.of(body, headers, name);
    }

    /** The same answer for an id that is none, one that does not exist, and one of somebody else. */
    private Exchange find(HttpServletRequest call, String id) {
        ExchangeId known = ExchangeId.parse(id).orElseThrow(NotFoundException::new);
        ReadingRoom.Seat seat = ReadingRoomFilter.seat(call);
        seat.take();
        Exchange found = exchanges.find(Callers.scope(call), known).orElseThrow(NotFoundException::new);
        seat.keep(ExchangeDocument.memory(found));
        return found;
    }
}
