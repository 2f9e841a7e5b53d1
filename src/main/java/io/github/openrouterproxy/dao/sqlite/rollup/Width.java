package io.github.openrouterproxy.dao.sqlite.rollup;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much time the figures of one row cover; a wider one is a whole number of narrower ones, all begin in UTC. */
enum Width {
    MINUTE(60),
    HOUR(3_600),
    DAY(86_400);

    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

    private final int seconds;

    Width(int seconds) {
        this.seconds = seconds;
    }

    int seconds() {
        return seconds;
    }

    /** The beginning of the one that the moment lies in, in seconds. */
    long startOf(long second) {
        return Math.floorDiv(second, seconds) * seconds;
    }

    /** The first beginning that is not before the moment. */
    long startFrom(long second) {
        return startOf(second + seconds - 1);
    }

    /** The widest that fits into {@code bucket} without remainder. */
    static Width within(Duration bucket) {
        if (bucket.toSeconds() % DAY.seconds == 0) {
            return DAY;
        }
        return bucket.toSeconds() % HOUR.seconds == 0 ? HOUR : MINUTE;
    }

    static long secondOf(long micros) {
        return Math.floorDiv(micros, MICROS);
    }

    static long micros(long second) {
        return second * MICROS;
    }
}
