package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.BoundedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes whoever offers wrong keys wait longer and longer. Any thread; memory is bounded. Those who have to wait are
 * remembered apart, so that ever so many who are wrong once do not make them be forgotten.
 */
final class LoginThrottle {
    private static final int LARGEST_EXPONENT = 5;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

    private final Clock clock;
    private final int freeFailures;
    private final Map<Object, Failures> free;
    private final Map<Object, Failures> waiting;

    /** @param freeFailures after which no pause follows */
    LoginThrottle(Clock clock, int freeFailures, int remembered) {
        this.clock = clock;
        this.freeFailures = freeFailures;
        this.free = new BoundedMap<>(remembered);
        this.waiting = new BoundedMap<>(remembered);
    }

    /** How long {@code who} still has to wait; zero when it may try now. */
    synchronized Duration pause(Object who) {
        Failures failures = waiting.get(who);
        if (failures == null) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        if (now.isBefore(failures.newest)) {
            // The clock was set back: the pause begins anew, or it would last as long as the clock was set back by.
            failures = new Failures(failures.count, now);
            waiting.put(who, failures);
        }
        Instant until = waitUntil(failures);
        return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }

    /** Counts one wrong key: the first few are free, then 1, 2, 4 … 32 seconds of pause follow each. */
    synchronized Failed failed(Object who) {
        Instant now = clock.instant();
        Failures before = forget(who);
        Failures earlier =
                before == null || waitUntil(before).plus(FORGOTTEN_AFTER).isBefore(now) ? null : before;
        Failures counted = new Failures(earlier == null ? 1 : earlier.count + 1, now);
        remember(who, counted);
        return new Failed(who, earlier, counted);
    }

    private synchronized void takeBack(Failed failed) {
        Failures latest = forget(failed.who);
        if (latest == null) {
            return;
        }
        // What others counted in between stays.
        Failures left = latest.equals(failed.counted) ? failed.earlier : new Failures(latest.count - 1, latest.newest);
        if (left != null && left.count > 0) {
            remember(failed.who, left);
        }
    }

    private @Nullable Failures forget(Object who) {
        return waiting.containsKey(who) ? waiting.remove(who) : free.remove(who);
    }

    private void remember(Object who, Failures failures) {
        (failures.count > freeFailures ? waiting : free).put(who, failures);
    }

    private Instant waitUntil(Failures failures) {
        int paused = failures.count - freeFailures;
        return paused <= 0
                ? failures.newest
                : failures.newest.plusSeconds(1L << Math.min(paused - 1, LARGEST_EXPONENT));
    }

    private record Failures(int count, Instant newest) {}

    /** One that was counted. */
    final class Failed {
        private final Object who;
        private final @Nullable Failures earlier;
        private final Failures counted;

        private Failed(Object who, @Nullable Failures earlier, Failures counted) {
            this.who = who;
            this.earlier = earlier;
            this.counted = counted;
        }

        /** Whether it is the first that is remembered. */
        boolean isFirst() {
            return counted.count == 1;
        }

        /** It was right after all: all is as if it had not been counted. */
        void takeBack() {
            LoginThrottle.this.takeBack(this);
        }
    }
}
