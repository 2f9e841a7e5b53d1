package io.github.openrouterproxy.relay.upstream;

import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Swallows every interim answer but 101, known or not and however many come (RFC 9110, section 15.2), and waits for
 * the final one. Jetty's own handlers know three of them, and take 100 only once. A request that waits for its 100
 * would not go on: no {@code Expect} is ever sent.
 */
final class InterimAnswers extends EarlyHintsProtocolHandler {
    @Override
    public String getName() {
        return "interim-answers";
    }

    @Override
    public boolean accept(Request request, Response response) {
        return HttpStatus.isInterim(response.getStatus());
    }
}
