package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The logins that browsers keep: each with a new session id, gone when it is idle, too old, one of too many, logged
 * out, or logged out everywhere. The key itself is never kept. Any thread.
 */
public final class Sessions {
    private static final String LOGIN = Sessions.class.getName();

    private final Duration longestIdle;
    private final Duration longest;
    private final Clock clock;
    private final OpenSessions open = new OpenSessions();

    public Sessions(Duration longestIdle, Duration longest, Clock clock) {
        this.longestIdle = longestIdle;
        this.longest = longest;
        this.clock = clock;
    }

    /** Of too many sessions those end whose keys may be made up, and of these the longest idle. */
    public void begin(HttpServletRequest request, LoginResult.Accepted accepted) {
        HttpSession session = request.getSession(true);
        if (!session.isNew()) {
            request.changeSessionId();
        }
        session.setMaxInactiveInterval((int) longestIdle.plusMinutes(1).toSeconds());
        ClientNetwork network = ClientNetwork.of(request.getRemoteAddr());
        OpenSession begun =
                new OpenSession(accepted.viewer(), accepted.proven(), network, clock.instant(), session, open::forget);
        session.setAttribute(LOGIN, begun);
        open.add(begun);
    }

    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null && loginOf(session) instanceof OpenSession login) {
            login.end();
        }
    }

    /** Ends every session that this viewer has anywhere. */
    public void endAll(Viewer viewer) {
        open.endAll(viewer);
    }

    /**
     * Whose session this request belongs to; a session that is over is ended.
     *
     * @param active whether somebody did something, rather than an open page asking for news by itself
     */
    public Optional<Viewer> resume(HttpServletRequest request, boolean active) {
        HttpSession session = request.getSession(false);
        if (session == null || !(loginOf(session) instanceof OpenSession login)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (isOver(login, now)) {
            login.end();
            return Optional.empty();
        }
        if (active) {
            login.used(now);
        }
        return Optional.of(login.viewer());
    }

    private static @Nullable Object loginOf(HttpSession session) {
        try {
            return session.getAttribute(LOGIN);
        } catch (IllegalStateException e) {
            // Somebody else has ended it just now.
            return null;
        }
    }

    private boolean isOver(OpenSession login, Instant now) {
        return !now.isBefore(login.since().plus(longest))
                || !now.isBefore(login.lastUsed().plus(longestIdle));
    }
}
