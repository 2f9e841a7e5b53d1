package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.monitor.access.BadParameterException;
import io.github.openrouterproxy.monitor.access.RoomFullException;
import io.github.openrouterproxy.monitor.access.TooMuchLentException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes an answer; nothing of its inside gets out. Request threads. */
final class ProblemMapper implements ExceptionMapper<RuntimeException> {
    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);

    @Override
    public Response toResponse(RuntimeException exception) {
        if (exception instanceof BadParameterException bad) {
            return Problem.response(Response.Status.BAD_REQUEST, bad.getMessage(), bad.parameter());
        }
        if (exception instanceof WebApplicationException web) {
            return Problem.response(web.getResponse().getStatusInfo(), null);
        }
        if (exception instanceof RoomFullException full) {
            log.warn("The API did not answer: {}", full.getMessage());
            return later(Response.Status.SERVICE_UNAVAILABLE, full);
        }
        if (exception instanceof TooMuchLentException much) {
            return later(Response.Status.TOO_MANY_REQUESTS, much);
        }
        if (exception instanceof DatabaseException) {
            log.warn("The API could not ask the database", exception);
            return Problem.response(Response.Status.SERVICE_UNAVAILABLE, "The database does not answer.");
        }
        log.error("The API failed", exception);
        return Problem.response(Response.Status.INTERNAL_SERVER_ERROR, null);
    }

    private static Response later(Response.Status status, RuntimeException why) {
        return Response.fromResponse(Problem.response(status, why.getMessage() + "."))
                .header("Retry-After", RoomFullException.RETRY_AFTER_SECONDS)
                .build();
    }
}
