package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.monitor.access.BoundedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Lets the same thing pass once an hour, so that whoever repeats it cannot fill the audit. Any thread. */
final class Hourly<T> {
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<T, Instant> passed = new BoundedMap<>(REMEMBERED);

    Hourly(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean passes(T thing) {
        Instant now = clock.instant();
        Instant before = passed.get(thing);
        if (before != null && now.isBefore(before.plus(AGAIN))) {
            return false;
        }
        passed.put(thing, now);
        return true;
    }
}
