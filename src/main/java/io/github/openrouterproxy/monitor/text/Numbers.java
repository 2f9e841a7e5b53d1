package io.github.openrouterproxy.monitor.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Amounts as JSON numbers. Any thread. */
public final class Numbers {
    private Numbers() {}

    /** Milliseconds, to the microsecond. */
    public static @Nullable BigDecimal millis(@Nullable Duration duration) {
        return duration == null ? null : shortest(BigDecimal.valueOf(duration.toNanos() / 1000, 3));
    }

    /** US dollars. */
    public static @Nullable BigDecimal dollars(@Nullable Long nanos) {
        return nanos == null ? null : shortest(BigDecimal.valueOf(nanos, 9));
    }

    /** To the hundredth. */
    public static @Nullable BigDecimal percent(@Nullable Double percent) {
        return percent == null ? null : shortest(BigDecimal.valueOf(percent).setScale(2, RoundingMode.HALF_UP));
    }

    /** To the tenth. */
    public static @Nullable BigDecimal tenths(@Nullable Double number) {
        return number == null ? null : shortest(BigDecimal.valueOf(number).setScale(1, RoundingMode.HALF_UP));
    }

    private static BigDecimal shortest(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
