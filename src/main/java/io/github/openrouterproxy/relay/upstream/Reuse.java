package io.github.openrouterproxy.relay.upstream;

import java.util.EventListener;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.StreamFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.jspecify.annotations.Nullable;

/** A connection that has served before and of which nothing has been heard since it last lay idle. Any thread. */
sealed interface Reuse {
    /** That connection, if it is one; before the request goes out on it. */
    static @Nullable Reuse of(@Nullable Connection connection) {
        if (connection instanceof HttpConnectionOverHTTP2 multiplexed) {
            return multiplexed.getSession() instanceof HTTP2Session session ? OfHttp2.of(session) : null;
        }
        return connection instanceof org.eclipse.jetty.io.Connection wire && wire.getMessagesIn() > 0
                ? new OfHttp1()
                : null;
    }

    /** After a request on it failed: whether it has ended without another word. */
    boolean isOver();

    /** There is one request on it, and no connection after that has failed. */
    record OfHttp1() implements Reuse {
        @Override
        public boolean isOver() {
            return true;
        }
    }

    /**
     * It outlives a failure when only the request's stream was reset; and what it said at its end tells of itself which
     * calls it left out, so that any other may have been done. Calls that went out together on an idle one are all
     * stale, or none is.
     *
     * @param quietSince the latest call of which anything was heard when it lay idle
     */
    record OfHttp2(HTTP2Session session, Heard heard, int quietSince) implements Reuse {
        static @Nullable Reuse of(HTTP2Session session) {
            Heard heard = Heard.on(session);
            long closed = session.getStreamsClosed();
            if (closed > 0 && session.getStreamsOpened() == closed) {
                heard.whenIdle = heard.latest;
            }
            int quietSince = heard.whenIdle;
            return quietSince == heard.latest ? new OfHttp2(session, heard, quietSince) : null;
        }

        @Override
        public boolean isOver() {
            return session.getCloseState() != CloseState.NOT_CLOSED && !heard.goodBye && heard.latest == quietSince;
        }
    }

    /** What the upstream has said on a session; only its reader's thread notes it. */
    final class Heard implements HTTP2Session.FrameListener {
        private volatile boolean goodBye;
        private volatile int latest;
        private volatile int whenIdle = -1;

        /** The one that listens to that session, from now on if there was none. */
        private static Heard on(HTTP2Session session) {
            for (EventListener listener : session.getEventListeners()) {
                if (listener instanceof Heard known) {
                    return known;
                }
            }
            Heard added = new Heard();
            session.addEventListener(added);
            return added;
        }

        @Override
        public void onIncomingFrame(Session session, Frame frame) {
            if (frame.getType() == FrameType.GO_AWAY) {
                goodBye = true;
            }
            latest = Math.max(latest, streamOf(frame));
        }

        private static int streamOf(Frame frame) {
            if (frame instanceof StreamFrame about) {
                return about.getStreamId();
            } else if (frame instanceof ResetFrame about) {
                return about.getStreamId();
            } else if (frame instanceof WindowUpdateFrame about) {
                return about.getStreamId();
            }
            return 0;
        }
    }
}
