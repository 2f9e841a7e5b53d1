package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.KeptApart;
import java.util.Optional;

/** What was right before, and from where. Any thread. */
final class RightBefore<T> {
    private final KeptApart<T, Boolean> right = new KeptApart<>();

    /** Whether it was proven then; empty when it was not right. */
    synchronized Optional<Boolean> proven(T tried) {
        return Optional.ofNullable(right.of(false).get(tried))
                .or(() -> Optional.ofNullable(right.of(true).get(tried)));
    }

    synchronized void add(T tried, LoginResult.Accepted accepted) {
        right.of(accepted.viewer().seesEveryone()).put(tried, accepted.proven());
    }
}
