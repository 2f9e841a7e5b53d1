package io.github.openrouterproxy.relay.upstream;

import java.time.Duration;
import java.util.EventListener;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.jspecify.annotations.Nullable;

/** A connection that has served before and of which nothing has been heard since it last lay idle. Any thread. */
sealed interface Reuse {
    /**
     * That connection, if it is one; before the request goes out on it.
     *
     * @param staleWithin see {@link UpstreamLimits}
     */
    static @Nullable Reuse of(@Nullable Connection connection, Duration staleWithin) {
        if (connection instanceof HttpConnectionOverHTTP2 multiplexed) {
            return multiplexed.getSession() instanceof HTTP2Session session ? OfHttp2.of(session, staleWithin) : null;
        }
        return connection instanceof org.eclipse.jetty.io.Connection wire && hasServed(connection)
                ? new OfHttp1(wire, wire.getBytesIn(), staleWithin)
                : null;
    }

    /** Whether a call has ended on that connection. */
    static boolean hasServed(@Nullable Connection connection) {
        if (connection instanceof HttpConnectionOverHTTP2 multiplexed) {
            return multiplexed.getSession() instanceof HTTP2Session session && session.getStreamsClosed() > 0;
        }
        return connection instanceof org.eclipse.jetty.io.Connection wire && wire.getMessagesIn() > 0;
    }

    /**
     * After a request on it failed: whether it has ended without another word, and so early that it was closed before.
     *
     * @param headSentNanos when the request's head went out, if it did
     */
    boolean wasStale(@Nullable Long headSentNanos);

    /**
     * There is one request on it, and no connection after that has failed.
     *
     * @param heard bytes, before the request went out
     */
    record OfHttp1(org.eclipse.jetty.io.Connection connection, long heard, Duration staleWithin) implements Reuse {
        @Override
        public boolean wasStale(@Nullable Long headSentNanos) {
            boolean soon = headSentNanos == null || System.nanoTime() - headSentNanos <= staleWithin.toNanos();
            return soon && connection.getBytesIn() == heard;
        }
    }

    /**
     * It outlives a failure when only the request's stream was reset; and what it said at its end tells of itself which
     * calls it left out, so that any other may have been done. Calls that went out together on an idle one are all
     * stale, or none is: the time runs from the first of them for all.
     */
    record OfHttp2(HTTP2Session session, Heard heard, Idle idle, Duration staleWithin) implements Reuse {
        static @Nullable Reuse of(HTTP2Session session, Duration staleWithin) {
            Heard heard = Heard.on(session);
            long closed = session.getStreamsClosed();
            if (closed > 0 && session.getStreamsOpened() == closed) {
                heard.idle = new Idle(heard.frames.get(), System.nanoTime());
            }
            Idle idle = heard.idle;
            return idle != null
                            && idle.frames == heard.frames.get()
                            && System.nanoTime() - idle.nanos <= staleWithin.toNanos()
                    ? new OfHttp2(session, heard, idle, staleWithin)
                    : null;
        }

        @Override
        public boolean wasStale(@Nullable Long headSentNanos) {
            return session.getCloseState() != CloseState.NOT_CLOSED
                    && !heard.goodBye
                    && heard.frames.get() == idle.frames
                    && heard.ended() - idle.nanos <= staleWithin.toNanos();
        }
    }

    /** That a session lay idle: after how many frames, and when that was last seen. */
    record Idle(long frames, long nanos) {}

    /** What the upstream has said on a session: even that it takes more bytes tells that it is there. */
    final class Heard implements HTTP2Session.FrameListener {
        private volatile boolean goodBye;
        private final AtomicLong frames = new AtomicLong();
        private volatile @Nullable Idle idle;
        private @Nullable Long endedNanos;

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

        /** When the first of its calls heard that the session has ended, so that all judge it alike. */
        private synchronized long ended() {
            Long known = endedNanos;
            if (known == null) {
                known = System.nanoTime();
                endedNanos = known;
            }
            return known;
        }

        @Override
        public void onIncomingFrame(Session session, Frame frame) {
            if (frame.getType() == FrameType.GO_AWAY) {
                goodBye = true;
            }
            frames.incrementAndGet();
        }
    }
}
