package io.github.openrouterproxy.dao.sqlite.rollup.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogHistogramTest {
    @Test
    void anyValueIsKnownToTheHundredth() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >>> (1 + random.nextInt(63));
            LogHistogram histogram = new LogHistogram();
            histogram.add(value, 1);

            assertThat(histogram.percentile(50, histogram.count())).isCloseTo(value, withinPercentage(0.79));
        }
    }

    @Test
    void smallValuesAreExact() {
        LogHistogram histogram = new LogHistogram();
        for (int value = 127; value >= 0; value--) {
            histogram.add(value, 1);
        }

        assertThat(histogram.percentile(50, histogram.count())).isEqualTo(63);
        assertThat(histogram.percentile(99, histogram.count())).isEqualTo(126);
    }

    @Test
    void whatWasWrittenAddsUp() {
        LogHistogram one = new LogHistogram();
        one.add(5, 3);
        one.add(1_000_000, 1);
        one.add(7, 1);
        one.add(7, -1);
        Varints out = Varints.toWrite();
        one.write(out);

        LogHistogram sum = new LogHistogram();
        sum.add(5, 1);
        sum.addWritten(Varints.of(out.written()));

        assertThat(sum.count()).isEqualTo(5);
        assertThat(sum.percentile(80, sum.count())).isEqualTo(5);
        assertThat(sum.percentile(81, sum.count())).isCloseTo(1_000_000, withinPercentage(0.79));
    }
}
