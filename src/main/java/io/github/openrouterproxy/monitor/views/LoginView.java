package io.github.openrouterproxy.monitor.views;

import org.jspecify.annotations.Nullable;

/**
 * @param next where to go after login, below the context
 * @param problem why the last attempt failed; null before the first
 * @param notice why the form is shown though somebody was logged in before; null otherwise
 * @param relayAddress where calls go, for those who have made none
 * @param byName whether the container's own users may log in
 * @param known a name that logged out here, though somebody else still vouches for it; null where there is none
 */
public record LoginView(
        String next,
        @Nullable String problem,
        @Nullable String notice,
        String relayAddress,
        boolean byName,
        @Nullable String known) {}
