package io.github.openrouterproxy.monitor.access;

import java.util.Map;

/**
 * What is remembered of users, and apart from it of those who see everybody's calls: whoever makes up keys is ever so
 * many users, and must not make the others be forgotten. Guarded by its owner's lock.
 */
public final class KeptApart<K, V> {
    private static final int REMEMBERED = 10_000;

    private final Map<K, V> ofUsers = new BoundedMap<>(REMEMBERED);
    private final Map<K, V> ofThoseWhoSeeEveryone = new BoundedMap<>(REMEMBERED);

    public Map<K, V> of(boolean thoseWhoSeeEveryone) {
        return thoseWhoSeeEveryone ? ofThoseWhoSeeEveryone : ofUsers;
    }
}
