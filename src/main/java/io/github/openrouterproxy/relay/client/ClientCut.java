package io.github.openrouterproxy.relay.client;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** How a connection is cut: the call is dispatched once more, and the servlet refuses to end the message. */
public final class ClientCut {
    /** A request attribute of that dispatch. */
    private static final String ATTRIBUTE = ClientCut.class.getName();

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

    /** Whether this is that dispatch. */
    public static boolean isAskedFor(HttpServletRequest clientRequest) {
        return clientRequest.getAttribute(ATTRIBUTE) != null;
    }

    /** In that dispatch: sends what there is of the answer. @return false when there is not even a head */
    public static boolean sendRest(HttpServletRequest clientRequest, HttpServletResponse clientResponse)
            throws IOException {
        if (!(clientRequest.getAttribute(ATTRIBUTE) instanceof Asked asked) || !asked.headSet()) {
            return false;
        }
        try {
            clientResponse.flushBuffer();
        } finally {
            if (asked.room() != null) {
                asked.room().giveBack();
            }
        }
        return true;
    }

    /**
     * Without that dispatch; once for a call, after which nothing may touch it any more.
     *
     * @param room of a head that is not out yet
     */
    static void close(AsyncContext context, @Nullable HeadRoom room) {
        if (room != null) {
            room.giveBack();
        }
        try {
            HttpServletResponse clientResponse = (HttpServletResponse) context.getResponse();
            makeAbruptIfThere((HttpServletRequest) context.getRequest(), clientResponse);
            BehindFacade.closeNow(clientResponse);
        } catch (IllegalStateException e) {
            // The container is ending the call by itself.
        }
    }

    private static void makeAbruptIfThere(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        try {
            makeAbrupt(clientRequest, clientResponse);
        } catch (IOException e) {
            // It is gone already.
        }
    }

    /** Whether the container still dispatches: to a web application that stops it does no more. */
    static boolean canBeAsked(AsyncContext context) {
        try {
            return BehindFacade.isServed(context.getRequest());
        } catch (IllegalStateException e) {
            // The container is ending the call by itself.
            return false;
        }
    }

    /**
     * Once for a call, after which nothing may touch it any more.
     *
     * @param room of a head that is not out yet
     */
    static void ask(AsyncContext context, boolean headSet, @Nullable HeadRoom room) {
        try {
            context.getRequest().setAttribute(ATTRIBUTE, new Asked(headSet, room));
            context.dispatch();
        } catch (IllegalStateException e) {
            // The container is ending the call by itself.
        } catch (UnsupportedOperationException e) {
            // It has just begun to stop the web application, and knows it no more.
            close(context, room);
        }
    }

    private record Asked(boolean headSet, @Nullable HeadRoom room) {}
}
