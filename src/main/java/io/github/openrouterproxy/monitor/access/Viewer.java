package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.ApiKey;

/**
 * Who looks at the monitor, and so what a query may see: the one place that decides it. Any thread.
 *
 * <p>Not serializable on purpose: a session that a container would keep over a restart loses its login instead.
 */
public sealed interface Viewer {
    Scope scope();

    /** Who it is, the same in every session; safe to show and to write down. */
    String name();

    /** Whether the calls of others are shown too. */
    default boolean seesEveryone() {
        return !(this instanceof User);
    }

    /** Whether anything but this viewer's own session may be changed. */
    default boolean mayChange() {
        return this instanceof Administrator;
    }

    /** Sees every exchange. */
    record Administrator(String name) implements Viewer {
        @Override
        public Scope scope() {
            return new Scope.Everyone();
        }
    }

    /** Sees every exchange and changes nothing. */
    record Auditor(String name) implements Viewer {
        @Override
        public Scope scope() {
            return new Scope.Everyone();
        }
    }

    /** Sees the exchanges made with its own key. */
    record User(ApiKey key) implements Viewer {
        @Override
        public Scope scope() {
            return new Scope.OwnedBy(key.fingerprint());
        }

        @Override
        public String name() {
            return nameOf(key);
        }
    }

    /** The name of whoever holds a key. */
    static String nameOf(ApiKey key) {
        return key.mask() + " (fp " + key.fingerprint() + ")";
    }
}
