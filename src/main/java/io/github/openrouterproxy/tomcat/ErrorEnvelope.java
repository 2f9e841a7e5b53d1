package io.github.openrouterproxy.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Says what Tomcat itself refuses in the field's error envelope instead of a page, since behind the relay's door are
 * programs. As its parent does, it also cuts the connection of an answer that fails half-way. Any container thread.
 */
public final class ErrorEnvelope extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        if (allowed.get()) {
            int said = isFramedOddly(request, status) ? 400 : status;
            response.setStatus(said);
            write(response, envelope(said));
        }
    }

    /** A transfer coding nobody knows: Tomcat says 501, but whoever sends it means to be misunderstood. */
    private static boolean isFramedOddly(Request request, int status) {
        return status == 501 && request.getCoyoteRequest().getMimeHeaders().getValue("Transfer-Encoding") != null;
    }

    private static String envelope(int status) {
        String type = status == 404 ? "not_found" : status < 500 ? "malformed_request" : "proxy_error";
        String message = status < 500 ? "the request cannot be understood" : "the request cannot be served";
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":" + status + "}}";
    }

    private void write(Response response, String body) {
        try {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            response.setContentType("application/json");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("An error could not be reported", e);
        }
    }
}
