package io.github.openrouterproxy.relay.upstream;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.jspecify.annotations.Nullable;

/** What a connection has served before, and whether it has ended. Any thread. */
final class Reuse {
    private Reuse() {}

    /** That connection, if it has served before and lay idle; before the request goes out on it. */
    static @Nullable Connection of(@Nullable Connection connection) {
        if (connection instanceof HttpConnectionOverHTTP2 multiplexed) {
            return multiplexed.getSession() instanceof HTTP2Session session
                            && session.getStreamsClosed() > 0
                            && session.getStreams().isEmpty()
                    ? connection
                    : null;
        }
        return connection instanceof org.eclipse.jetty.io.Connection wire && wire.getMessagesIn() > 0
                ? connection
                : null;
    }

    /** After a request on it failed. One of HTTP/2 outlives that when only the request's stream was reset. */
    static boolean isOver(Connection connection) {
        return !(connection instanceof HttpConnectionOverHTTP2 multiplexed
                && multiplexed.getSession() instanceof HTTP2Session session
                && session.getCloseState() == CloseState.NOT_CLOSED);
    }
}
