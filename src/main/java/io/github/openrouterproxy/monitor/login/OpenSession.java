package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.Viewer;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Instant;
import java.util.function.Consumer;

/** A login, from where it came, and when its viewer last did something; an attribute of its session. Any thread. */
final class OpenSession implements HttpSessionBindingListener {
    private final Viewer viewer;
    private final boolean proven;
    private final ClientNetwork network;
    private final Instant since;
    private final HttpSession session;
    private final Consumer<OpenSession> whenGone;
    private volatile Instant lastUsed;

    /**
     * @param proven whether the viewer's key was not made up
     * @param whenGone is told when the session has ended, however it did
     */
    OpenSession(
            Viewer viewer,
            boolean proven,
            ClientNetwork network,
            Instant since,
            HttpSession session,
            Consumer<OpenSession> whenGone) {
        this.viewer = viewer;
        this.proven = proven;
        this.network = network;
        this.since = since;
        this.session = session;
        this.whenGone = whenGone;
        this.lastUsed = since;
    }

    Viewer viewer() {
        return viewer;
    }

    boolean isProven() {
        return proven;
    }

    ClientNetwork network() {
        return network;
    }

    Instant since() {
        return since;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    void used(Instant now) {
        lastUsed = now;
    }

    void end() {
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            // It has ended in the meantime, which is what was wanted.
            whenGone.accept(this);
        }
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        whenGone.accept(this);
    }
}
