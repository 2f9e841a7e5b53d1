package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.relay.client.UnwantedBodies;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers every path of the relay's door that leads nowhere. The container's threads. */
public final class OutsideServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient UnwantedBodies unwanted;

    public OutsideServlet(UnwantedBodies unwanted) {
        this.unwanted = unwanted;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        FailureReply malformed = FailureReply.ofHead(request, response);
        (malformed == null ? FailureReply.outside() : malformed).writeTo(request, unwanted);
    }
}
