package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.KeptApart;
import io.github.openrouterproxy.monitor.access.Viewer;

/** What was right before, and from where. Any thread. */
final class RightBefore<T> {
    private final KeptApart<T, Boolean> right = new KeptApart<>();

    synchronized boolean contains(T tried) {
        return right.of(false).get(tried) != null || right.of(true).get(tried) != null;
    }

    synchronized void add(T tried, Viewer viewer) {
        right.of(viewer.seesEveryone()).put(tried, true);
    }
}
