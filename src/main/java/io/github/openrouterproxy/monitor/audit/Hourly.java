package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.monitor.access.KeptApart;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Lets the same thing pass once an hour, so that whoever repeats it cannot fill the audit. Any thread. */
final class Hourly<T> {
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Clock clock;
    private final KeptApart<T, Instant> passed = new KeptApart<>();

    Hourly(Clock clock) {
        this.clock = clock;
    }

    /** @param thing of this viewer, and different from that of any other */
    synchronized boolean passes(Viewer viewer, T thing) {
        Map<T, Instant> alike = passed.of(viewer.seesEveryone());
        Instant now = clock.instant();
        Instant before = alike.get(thing);
        if (before != null && now.isBefore(before.plus(AGAIN))) {
            return false;
        }
        alike.put(thing, now);
        return true;
    }
}
