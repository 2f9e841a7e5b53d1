package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.BoundedMap;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.util.Map;

/**
 * What was right before, and from where. Of those who see everybody's calls it is remembered apart: whoever makes up
 * keys is ever so many users, and must not make it be forgotten. Any thread.
 */
final class RightBefore<T> {
    private static final int REMEMBERED = 10_000;

    private final Map<T, Boolean> ofUsers = new BoundedMap<>(REMEMBERED);
    private final Map<T, Boolean> ofThoseWhoSeeEveryone = new BoundedMap<>(REMEMBERED);

    synchronized boolean contains(T tried) {
        return ofUsers.get(tried) != null || ofThoseWhoSeeEveryone.get(tried) != null;
    }

    synchronized void add(T tried, Viewer viewer) {
        (viewer.seesEveryone() ? ofThoseWhoSeeEveryone : ofUsers).put(tried, true);
    }
}
