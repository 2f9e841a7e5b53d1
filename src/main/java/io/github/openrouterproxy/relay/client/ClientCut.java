package io.github.openrouterproxy.relay.client;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** How a connection is cut: the call is dispatched once more, and the servlet refuses to end the message. */
public final class ClientCut {
    /** A request attribute of that dispatch; true when the answer has a head. */
    public static final String ATTRIBUTE = ClientCut.class.getName();

    private ClientCut() {}

    /**
     * Sees to it that a client which takes the connection's end for the message's hears of an accident: RST in place of
     * FIN. The kernel then drops what the client has not taken yet, so this is only for answers without other framing.
     * On the container's thread, in that dispatch.
     */
    public static void makeAbrupt(HttpServletRequest clientRequest, HttpServletResponse clientResponse)
            throws IOException {
        boolean framed =
                !clientRequest.getProtocol().equals("HTTP/1.0") || clientResponse.containsHeader("Content-Length");
        SocketWrapperBase<?> connection = framed ? null : BehindFacade.connectionOf(clientResponse);
        if (connection != null && connection.getSocket() instanceof NioChannel channel) {
            channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    /** Without that dispatch; once for a call, after which nothing may touch it any more. */
    static void close(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        SocketWrapperBase<?> connection = BehindFacade.connectionOf(clientResponse);
        if (connection == null) {
            return;
        }
        try {
            makeAbrupt(clientRequest, clientResponse);
        } catch (IOException e) {
            // It is gone already.
        }
        connection.close();
    }

    /** Once for a call, after which nothing may touch it any more. */
    static void ask(AsyncContext context, boolean headSet) {
        try {
            context.getRequest().setAttribute(ATTRIBUTE, headSet);
            context.dispatch();
        } catch (IllegalStateException | UnsupportedOperationException e) {
            // The container is ending the call by itself, or the web application, which it knows no more.
        }
    }
}
