package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.relay.client.OwnAnswer;
import io.github.openrouterproxy.relay.client.UnwantedBodies;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets a servlet that knows nothing of it answer without a thread that waits for the client. For small answers. */
public final class OwnAnswerFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient UnwantedBodies unwanted;

    public OwnAnswerFilter(UnwantedBodies unwanted) {
        this.unwanted = unwanted;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        FailureReply malformed = FailureReply.ofHead(request, response);
        if (malformed != null) {
            malformed.writeTo(request, unwanted);
            return;
        }
        HeldResponse held = new HeldResponse(response);
        chain.doFilter(request, held);
        OwnAnswer.send(request, response.getStatus(), Headers.NONE, held.body(), unwanted);
    }
}
