package io.github.openrouterproxy.monitor.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures in units that a person reads at a glance; the same in every language. */
public final class Units {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int DOLLAR_DIGITS = 9;
    private static final long TENTH_OF_A_DOLLAR = 100_000_000;
    private static final long HUNDRED_THOUSANDTH_OF_A_DOLLAR = 10_000;
    /** Of an exact sum at least; more where they tell something. */
    private static final int MONEY_DIGITS = 6;

    private static final String[] BYTES = {"kB", "MB", "GB", "TB"};
    private static final String[] THOUSANDS = {"k", "M", "G", "T"};

    private Units() {}

    /** {@code 0.4 ms}, {@code 812 ms}, {@code 1.23 s}, {@code 2 min 05 s}, {@code 1 h 02 min}. */
    public static Amount time(@Nullable Duration duration) {
        if (duration == null) {
            return Amount.UNKNOWN;
        }
        double millis = duration.toNanos() / 1e6;
        return new Amount(time(millis), format("%,.3f ms", millis));
    }

    private static String time(double millis) {
        if (millis < 9.95) {
            return format("%.1f ms", millis);
        }
        if (millis < 999.5) {
            return format("%.0f ms", millis);
        }
        if (millis < MINUTE - 50) {
            return format(millis < 9_995 ? "%.2f s" : "%.1f s", millis / 1000);
        }
        long whole = Math.round(millis / 1000) * 1000;
        if (whole < HOUR) {
            return format("%d min %02d s", whole / MINUTE, whole % MINUTE / 1000);
        }
        return whole < DAY
                ? format("%d h %02d min", whole / HOUR, whole % HOUR / MINUTE)
                : format("%d d %02d h", whole / DAY, whole % DAY / HOUR);
    }

    /** {@code 812 B}, {@code 3.4 kB}, {@code 30.2 MB}. */
    public static Amount bytes(long bytes) {
        String text = bytes < 1000 ? bytes + " B" : scaled(bytes, BYTES, " ");
        return new Amount(text, format("%,d B", bytes));
    }

    /** {@code 812}, {@code 9,412}, {@code 12.3k}, {@code 4.56M}. */
    public static Amount count(@Nullable Long count) {
        if (count == null) {
            return Amount.UNKNOWN;
        }
        String exact = format("%,d", count);
        return new Amount(count < 10_000 ? exact : scaled(count, THOUSANDS, ""), exact);
    }

    /** {@code $1.0e-7}, {@code $0.0021}, {@code $0.12}, {@code $1,234.50}. */
    public static Amount dollars(@Nullable Long nanos) {
        if (nanos == null) {
            return Amount.UNKNOWN;
        }
        BigDecimal exact = BigDecimal.valueOf(nanos, DOLLAR_DIGITS);
        int digits = Math.max(MONEY_DIGITS, exact.stripTrailingZeros().scale());
        String text;
        if (nanos == 0) {
            text = "$0";
        } else if (nanos < HUNDRED_THOUSANDTH_OF_A_DOLLAR) {
            // its zeros would not fit beside other columns
            text = format("$%.1e", exact).replace("e-0", "e-");
        } else if (nanos < TENTH_OF_A_DOLLAR) {
            text = "$" + exact.round(new MathContext(2)).toPlainString();
        } else {
            text = format("$%,.2f", exact.setScale(2, RoundingMode.HALF_UP));
        }
        return new Amount(text, format("$%,." + digits + "f", exact));
    }

    /** {@code 98.5 %}; never 100 % while anything failed. */
    public static Amount percent(@Nullable Double percent) {
        if (percent == null) {
            return Amount.UNKNOWN;
        }
        boolean whole = percent == 100 || percent == 0;
        double shown = whole ? percent : Math.min(99.9, Math.max(0.1, percent));
        return new Amount(format(whole ? "%.0f %%" : "%.1f %%", shown), format("%.4f %%", percent));
    }

    private static String scaled(long value, String[] units, String space) {
        double rest = value / 1000.0;
        int unit = 0;
        while (rest >= 999.5 && unit < units.length - 1) {
            rest /= 1000;
            unit++;
        }
        int decimals = rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0;
        return format("%." + decimals + "f", rest) + space + units[unit];
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
