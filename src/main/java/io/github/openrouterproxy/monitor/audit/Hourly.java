package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.monitor.access.BoundedMap;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Lets the same thing pass once an hour, so that whoever repeats it cannot fill the audit. Of those who see everybody's
 * calls it is remembered apart: whoever makes up keys is ever so many users, and must not make it be forgotten. Any
 * thread.
 */
final class Hourly<T> {
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<T, Instant> ofUsers = new BoundedMap<>(REMEMBERED);
    private final Map<T, Instant> ofThoseWhoSeeEveryone = new BoundedMap<>(REMEMBERED);

    Hourly(Clock clock) {
        this.clock = clock;
    }

    /** @param thing of this viewer, and different from that of any other */
    synchronized boolean passes(Viewer viewer, T thing) {
        Map<T, Instant> passed = viewer.seesEveryone() ? ofThoseWhoSeeEveryone : ofUsers;
        Instant now = clock.instant();
        Instant before = passed.get(thing);
        if (before != null && now.isBefore(before.plus(AGAIN))) {
            return false;
        }
        passed.put(thing, now);
        return true;
    }
}
