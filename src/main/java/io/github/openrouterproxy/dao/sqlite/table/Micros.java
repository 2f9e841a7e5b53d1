package io.github.openrouterproxy.dao.sqlite.table;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** Times as the file keeps them, in microseconds. */
public final class Micros {
    private Micros() {}

    public static long of(Duration duration) {
        return TimeUnit.MICROSECONDS.convert(duration);
    }

    public static long of(Instant instant) {
        // ChronoUnit counts in nanoseconds in between, which ends in the year 2262.
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    }

    public static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
