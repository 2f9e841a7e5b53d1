package io.github.openrouterproxy.monitor.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Makes an address that offers wrong keys wait longer and longer. Any thread; memory is bounded. */
final class LoginThrottle {
    private static final int FREE_FAILURES = 3;
    private static final int LARGEST_EXPONENT = 5;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

    private final Clock clock;
    private final Map<String, Failures> failuresByAddress;

    LoginThrottle(Clock clock, int addressesRemembered) {
        this.clock = clock;
        this.failuresByAddress = new BoundedMap<>(addressesRemembered);
    }

    /** How long the address still has to wait; zero when it may try now. */
    synchronized Duration wait(String address) {
        Failures failures = failuresByAddress.get(address);
        if (failures == null) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        return now.isBefore(failures.waitUntil()) ? Duration.between(now, failures.waitUntil()) : Duration.ZERO;
    }

    /** Counts one wrong key: the first few are free, then 1, 2, 4 … 32 seconds of pause follow each. */
    synchronized void failed(String address) {
        Instant now = clock.instant();
        Failures earlier = failuresByAddress.get(address);
        int count =
                earlier == null || earlier.waitUntil().plus(FORGOTTEN_AFTER).isBefore(now) ? 1 : earlier.count() + 1;
        failuresByAddress.put(address, new Failures(count, now.plus(pauseAfter(count))));
    }

    private static Duration pauseAfter(int failures) {
        if (failures <= FREE_FAILURES) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(1L << Math.min(failures - FREE_FAILURES - 1, LARGEST_EXPONENT));
    }

    private record Failures(int count, Instant waitUntil) {}
}
