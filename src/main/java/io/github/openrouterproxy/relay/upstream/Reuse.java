package io.github.openrouterproxy.relay.upstream;

import java.util.EventListener;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.jspecify.annotations.Nullable;

/** What a connection has served before, and whether it has ended. Any thread. */
final class Reuse {
    private Reuse() {}

    /** That connection, if it has served before and lay idle; before the request goes out on it. */
    static @Nullable Connection of(@Nullable Connection connection) {
        if (connection instanceof HttpConnectionOverHTTP2 multiplexed) {
            if (!(multiplexed.getSession() instanceof HTTP2Session session)
                    || session.getStreamsClosed() == 0
                    || session.getStreamsOpened() != session.getStreamsClosed()) {
                return null;
            }
            GoodBye.of(session);
            return connection;
        }
        return connection instanceof org.eclipse.jetty.io.Connection wire && wire.getMessagesIn() > 0
                ? connection
                : null;
    }

    /**
     * After a request on it failed. One of HTTP/2 outlives that when only the request's stream was reset; and what it
     * said at its end tells of itself which calls it left out, so that any other may have been done.
     */
    static boolean isOver(Connection connection) {
        return !(connection instanceof HttpConnectionOverHTTP2 multiplexed
                && multiplexed.getSession() instanceof HTTP2Session session
                && (session.getCloseState() == CloseState.NOT_CLOSED || GoodBye.of(session).heard));
    }

    /** Whether the upstream announced the end of a session. */
    private static final class GoodBye implements HTTP2Session.FrameListener {
        private volatile boolean heard;

        /** The one that listens to that session, from now on if there was none. */
        private static GoodBye of(HTTP2Session session) {
            for (EventListener listener : session.getEventListeners()) {
                if (listener instanceof GoodBye known) {
                    return known;
                }
            }
            GoodBye added = new GoodBye();
            session.addEventListener(added);
            return added;
        }

        @Override
        public void onIncomingFrame(Session session, Frame frame) {
            if (frame.getType() == FrameType.GO_AWAY) {
                heard = true;
            }
        }
    }
}
