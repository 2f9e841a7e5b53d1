package io.github.openrouterproxy.monitor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 says it.
 *
 * @param parameter the query parameter that cannot be understood, if it is that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String parameter) {
    private static final String MEDIA_TYPE = "application/problem+json";

    static Response response(Response.StatusType status, @Nullable String detail) {
        return response(status, detail, null);
    }

    static Response response(Response.StatusType status, @Nullable String detail, @Nullable String parameter) {
        Problem problem =
                new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, parameter);
        return Response.status(status).type(MEDIA_TYPE).entity(problem).build();
    }
}
