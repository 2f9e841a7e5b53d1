package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.ApiKey;

/**
 * Who looks at the monitor, and so what a query may see. Any thread.
 *
 * <p>Not serializable on purpose: a session that a container would keep over a restart loses its login instead.
 */
public sealed interface Viewer {
    Scope scope();

    default boolean isAdministrator() {
        return this instanceof Administrator;
    }

    /** Sees every exchange. */
    record Administrator() implements Viewer {
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
    }
}
