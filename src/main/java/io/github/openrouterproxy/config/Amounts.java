package io.github.openrouterproxy.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times ({@code 300s}, {@code 5m}) and sizes ({@code 16MB}; 1 KB is 1,024 bytes) as people write them. */
final class Amounts {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "", Duration.ofSeconds(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30, "tb", 1L << 40);

    private Amounts() {}

    /**
     * @throws IllegalArgumentException if it is no time
     * @throws ArithmeticException if it is too large
     */
    static Duration duration(String text) {
        Matcher parts = parts(text);
        return unit(TIMES, parts).multipliedBy(Long.parseLong(parts.group(1)));
    }

    /**
     * @throws IllegalArgumentException if it is no size
     * @throws ArithmeticException if it is too large
     */
    static long bytes(String text) {
        Matcher parts = parts(text);
        return Math.multiplyExact(unit(SIZES, parts), Long.parseLong(parts.group(1)));
    }

    /** The largest unit in which {@code duration} is a whole number. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (String name : new String[] {"d", "h", "m", "s"}) {
            long unit = unit(TIMES, parts("1" + name)).toMillis();
            if (millis % unit == 0) {
                return millis / unit + name;
            }
        }
        return millis + "ms";
    }

    private static Matcher parts(String text) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a number and a unit");
        }
        return parts;
    }

    private static <T> T unit(Map<String, T> units, Matcher parts) {
        T unit = units.get(parts.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException("not a unit");
        }
        return unit;
    }
}
