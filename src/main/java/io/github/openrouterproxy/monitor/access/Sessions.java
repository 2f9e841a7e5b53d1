package io.github.openrouterproxy.monitor.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The logins that browsers keep: each with a new session id, gone when it is idle, too old, logged out, or logged out
 * everywhere. The key itself is never kept. Any thread.
 */
public final class Sessions {
    private static final String LOGIN = Sessions.class.getName();

    private final Duration longestIdle;
    private final Duration longest;
    private final Clock clock;
    private final Map<String, Instant> endedEverywhere = new ConcurrentHashMap<>();

    public Sessions(Duration longestIdle, Duration longest, Clock clock) {
        this.longestIdle = longestIdle;
        this.longest = longest;
        this.clock = clock;
    }

    public void begin(HttpServletRequest request, Viewer viewer) {
        HttpSession session = request.getSession(true);
        if (!session.isNew()) {
            request.changeSessionId();
        }
        session.setMaxInactiveInterval((int) longestIdle.plusMinutes(1).toSeconds());
        session.setAttribute(LOGIN, new Seen(viewer, clock.instant()));
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
    private static final class Seen {
        private final Viewer viewer;
        private final Instant since;
        private volatile Instant last;

        Seen(Viewer viewer, Instant since) {
            this.viewer = viewer;
            this.since = since;
            this.last = since;
        }
    }
}
