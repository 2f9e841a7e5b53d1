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
 * Says what Tomcat itself refuses, before any application sees it, in our words instead of Tomcat's page. As its parent
 * does, it also cuts the connection of an answer that fails half-way. Any container thread.
 */
abstract class OwnRefusal extends ErrorReportValve {
    /** Writes the answer to {@code status} with {@link #write}. */
    abstract void refuse(Request request, Response response, int status);

    @Override
    protected final void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        if (allowed.get()) {
            int said = isFramedOddly(request, status) ? 400 : LongHead.status(request, status, failure);
            response.setStatus(said);
            if (said == LongHead.FIELDS_TOO_LARGE) {
                // Tomcat says so by itself to the other statuses behind which it closes.
                response.setHeader("Connection", "close");
            }
            refuse(request, response, said);
        }
    }

    final void write(Response response, String contentType, String body) {
        try {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            Runnable asUsual = BlockingWrite.limit(response.getCoyoteResponse());
            try {
                response.setContentType(contentType);
                response.setContentLength(bytes.length);
                response.getOutputStream().write(bytes);
                response.finishResponse();
            } finally {
                asUsual.run();
            }
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("An error could not be reported", e);
        }
    }

    /** A transfer coding nobody knows: Tomcat says 501, but whoever sends it means to be misunderstood. */
    private static boolean isFramedOddly(Request request, int status) {
        return status == 501 && request.getCoyoteRequest().getMimeHeaders().getValue("Transfer-Encoding") != null;
    }
}
