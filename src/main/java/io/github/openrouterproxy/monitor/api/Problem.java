package io.github.openrouterproxy.monitor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
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
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    static Problem of(Response.StatusType status, @Nullable String detail, @Nullable String parameter) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, parameter);
    }

    static Response response(Response.StatusType status, @Nullable String detail) {
        return response(status, detail, null);
    }

    static Response response(Response.StatusType status, @Nullable String detail, @Nullable String parameter) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(of(status, detail, parameter))
                .build();
    }
}
