package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.monitor.overview.ChartView.ValueTick;
import io.github.openrouterproxy.monitor.text.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * The values that a chart shows: from 0 to a round number not far above the greatest.
 *
 * @param top what its upper edge stands for
 * @param step between two lines
 */
record ValueAxis(long top, long step) {
    private static final long MOST_STEPS = 3;
    private static final long[] DECIMAL = {1, 2, 5};
    private static final long SECOND = 1_000_000_000;
    private static final long[] CLOCK = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18_000};

    /** In steps of 1, 2 or 5. The greatest must be positive. */
    static ValueAxis ofNumbers(long greatest) {
        long power = 1;
        while (true) {
            for (long factor : DECIMAL) {
                if (factor * power * MOST_STEPS >= greatest) {
                    return upTo(greatest, factor * power);
                }
            }
            power *= 10;
        }
    }

    /** In steps as clocks have them. The greatest is in nanoseconds, and positive. */
    static ValueAxis ofTimes(long greatest) {
        if (greatest <= SECOND * MOST_STEPS) {
            return ofNumbers(greatest);
        }
        return LongStream.of(CLOCK)
                .map(seconds -> seconds * SECOND)
                .filter(step -> step * MOST_STEPS >= greatest)
                .mapToObj(step -> upTo(greatest, step))
                .findFirst()
                .orElseGet(() -> ofNumbers(greatest));
    }

    private static ValueAxis upTo(long greatest, long step) {
        return new ValueAxis((greatest + step - 1) / step * step, step);
    }

    /** How far above the lower edge a value lies. */
    double height(long value) {
        return (double) ChartView.HEIGHT * value / top;
    }

    List<ValueTick> ticks(LongFunction<Amount> unit) {
        List<ValueTick> ticks = new ArrayList<>();
        for (long value = step; value <= top; value += step) {
            double y = ChartView.HEIGHT - height(value);
            ticks.add(new ValueTick(
                    String.format(Locale.ROOT, "%.1f", y),
                    round(unit.apply(value).text())));
        }
        return ticks;
    }

    /** Without the digits that say nothing on a round number. */
    private static String round(String text) {
        return text.replaceFirst("\\.0+(?!\\d)", "").replaceFirst(" 00 (s|min)$", "");
    }
}
