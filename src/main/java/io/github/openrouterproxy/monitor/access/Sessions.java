package io.github.openrouterproxy.monitor.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The logins that browsers keep: each with a new session id, gone when it is idle, too old, logged out, or logged out
 * everywhere. The key itself is never kept. Any thread.
 */
public final class Sessions {
    private static final String LOGIN = Sessions.class.getName();

    /** Of one viewer: more browsers than anybody has, and no way to fill the memory by logging in. */
    private static final int MOST = 50;

    private final Duration longestIdle;
    private final Duration longest;
    private final Clock clock;
    private final Map<String, Instant> endedEverywhere = new ConcurrentHashMap<>();
    private final Map<String, Deque<Seen>> open = new HashMap<>();

    public Sessions(Duration longestIdle, Duration longest, Clock clock) {
        this.longestIdle = longestIdle;
        this.longest = longest;
        this.clock = clock;
    }

    /** Of more than fifty sessions of one viewer the oldest end. */
    public void begin(HttpServletRequest request, Viewer viewer) {
        HttpSession session = request.getSession(true);
        if (!session.isNew()) {
            request.changeSessionId();
        }
        session.setMaxInactiveInterval((int) longestIdle.plusMinutes(1).toSeconds());
        Seen seen = new Seen(viewer, clock.instant(), session);
        session.setAttribute(LOGIN, seen);
        Seen surplus = keep(seen);
        if (surplus != null) {
            surplus.end();
        }
    }

    /** @return the oldest of too many */
    private synchronized @Nullable Seen keep(Seen seen) {
        Deque<Seen> all = open.computeIfAbsent(seen.viewer.name(), none -> new ArrayDeque<>());
        all.addLast(seen);
        return all.size() > MOST ? all.removeFirst() : null;
    }

    private synchronized void forget(Seen gone) {
        Deque<Seen> all = open.get(gone.viewer.name());
        if (all != null && all.remove(gone) && all.isEmpty()) {
            open.remove(gone.viewer.name());
        }
    }

    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Ends every session that this viewer has anywhere. */
    public void endAll(Viewer viewer) {
        Instant now = clock.instant();
        // Whoever logged in before is gone by then in any case.
        endedEverywhere.values().removeIf(ended -> ended.plus(longest).isBefore(now));
        endedEverywhere.put(viewer.name(), now);
    }

    /**
     * Whose session this request belongs to; a session that is over is ended.
     *
     * @param active whether somebody did something, rather than an open page asking for news by itself
     */
    public Optional<Viewer> resume(HttpServletRequest request, boolean active) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(LOGIN) instanceof Seen seen)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (isOver(seen, now)) {
            session.invalidate();
            return Optional.empty();
        }
        if (active) {
            seen.last = now;
        }
        return Optional.of(seen.viewer);
    }

    private boolean isOver(Seen seen, Instant now) {
        Instant ended = endedEverywhere.get(seen.viewer.name());
        return !now.isBefore(seen.since.plus(longest))
                || !now.isBefore(seen.last.plus(longestIdle))
                || (ended != null && !seen.since.isAfter(ended));
    }

    /** A login, and when its viewer last did something. */
    private final class Seen implements HttpSessionBindingListener {
        private final Viewer viewer;
        private final Instant since;
        private final HttpSession session;
        private volatile Instant last;

        Seen(Viewer viewer, Instant since, HttpSession session) {
            this.session = session;
            this.viewer = viewer;
            this.since = since;
            this.last = since;
        }

        void end() {
            try {
                session.invalidate();
            } catch (IllegalStateException e) {
                // It has ended in the meantime, which is what was wanted.
                last = Instant.EPOCH;
            }
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            forget(this);
        }
    }
}
