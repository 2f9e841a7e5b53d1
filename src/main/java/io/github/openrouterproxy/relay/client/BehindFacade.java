package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Field;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;
import org.apache.catalina.connector.Response;
import org.apache.catalina.connector.ResponseFacade;
import org.jspecify.annotations.Nullable;

/** Tomcat's own request and response, for the little that the servlet API does not offer. */
final class BehindFacade {
    private static final @Nullable Field REQUEST = openField(RequestFacade.class, "request");
    private static final @Nullable Field RESPONSE = openField(ResponseFacade.class, "response");

    private BehindFacade() {}

    /** Null where the request is not Tomcat's, or reflection is forbidden. */
    static org.apache.coyote.@Nullable Request of(HttpServletRequest request) {
        if (REQUEST == null || !(request instanceof RequestFacade)) {
            return null;
        }
        try {
            return ((Request) REQUEST.get(request)).getCoyoteRequest();
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** Null where the response is not Tomcat's, or reflection is forbidden. */
    static org.apache.coyote.@Nullable Response of(HttpServletResponse response) {
        if (RESPONSE == null || !(response instanceof ResponseFacade)) {
            return null;
        }
        try {
            return ((Response) RESPONSE.get(response)).getCoyoteResponse();
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /**
     * Tomcat notes that a body could not be read, begins an answer of its own and closes the connection before that is
     * sent. With the note taken away, the answer is ours. On the thread that read.
     */
    static void takeErrorFrom(HttpServletRequest request) {
        org.apache.coyote.Request behind = of(request);
        if (behind != null) {
            behind.setErrorException(null);
            behind.getResponse().setErrorReported();
            ((Request) behind.getNote(CoyoteAdapter.ADAPTER_NOTES))
                    .getResponse()
                    .setSuspended(false);
        }
    }

    static @Nullable Field openField(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
