package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.BoundedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes whoever offers wrong keys wait longer and longer. Any thread; memory is bounded. Those who have to wait are
 * remembered apart, so that ever so many who are wrong once do not make them be forgotten.
 */
final class LoginThrottle {
    private static final int LARGEST_EXPONENT = 5;
    private static final int MOST_AT_ONCE = 4;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

    private final Clock clock;
    private final int freeFailures;
    private final Map<Object, Failures> free;
    private final Map<Object, Failures> waiting;
    private final Map<Object, Integer> trying = new HashMap<>();

    /** @param freeFailures after which no pause follows */
    LoginThrottle(Clock clock, int freeFailures, int remembered) {
        this.clock = clock;
        this.freeFailures = freeFailures;
        this.free = new BoundedMap<>(remembered);
        this.waiting = new BoundedMap<>(remembered);
    }

    /**
     * Somebody wants to try; {@link #end} must follow, whatever the answer is. Few try at once, or else there were as
     * many tries in one pause as there are threads; of those who had to wait one, so that each pause is for one try.
     *
     * @return how long {@code who} still has to wait; zero when it may try now
     */
    synchronized Duration begin(Object who) {
        Failures failures = waiting.get(who);
        int most = failures == null || failures.areForgotten(clock.instant()) ? MOST_AT_ONCE : 1;
        boolean tooMany = trying.merge(who, 1, Integer::sum) > most;
        Duration pause = pause(who);
        return pause.isZero() && tooMany ? Duration.ofSeconds(1) : pause;
    }

    synchronized void end(Object who) {
        trying.computeIfPresent(who, (same, count) -> count == 1 ? null : count - 1);
    }

    synchronized Duration pause(Object who) {
        Failures failures = waiting.get(who);
        if (failures == null) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        return now.isBefore(failures.waitUntil()) ? Duration.between(now, failures.waitUntil()) : Duration.ZERO;
    }

    /**
     * Counts one wrong key: the first few are free, then 1, 2, 4 … 32 seconds of pause follow each.
     *
     * @return whether it is the first that is remembered
     */
    synchronized boolean failed(Object who) {
        Instant now = clock.instant();
        Failures earlier = waiting.containsKey(who) ? waiting.remove(who) : free.remove(who);
        int count = earlier == null || earlier.areForgotten(now) ? 1 : earlier.count() + 1;
        (count > freeFailures ? waiting : free).put(who, new Failures(count, now.plus(pauseAfter(count))));
        return count == 1;
    }

    private Duration pauseAfter(int failures) {
        if (failures <= freeFailures) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(1L << Math.min(failures - freeFailures - 1, LARGEST_EXPONENT));
    }

    private record Failures(int count, Instant waitUntil) {
        boolean areForgotten(Instant now) {
            return waitUntil.plus(FORGOTTEN_AFTER).isBefore(now);
        }
    }
}
