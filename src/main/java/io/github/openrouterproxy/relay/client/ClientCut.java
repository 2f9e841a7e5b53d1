package io.github.openrouterproxy.relay.client;

import jakarta.servlet.AsyncContext;

/** How a connection is cut: the call is dispatched once more, and the servlet refuses to end the message. */
public final class ClientCut {
    /** A request attribute of that dispatch; true when the answer has a head. */
    public static final String ATTRIBUTE = ClientCut.class.getName();

    private ClientCut() {}

    /** Once for a call, after which nothing may touch it any more. */
    static void ask(AsyncContext context, boolean headSet) {
        try {
            context.getRequest().setAttribute(ATTRIBUTE, headSet);
            context.dispatch();
        } catch (IllegalStateException e) {
            // The container is ending the call by itself.
        }
    }
}
