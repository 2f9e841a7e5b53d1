package io.github.openrouterproxy.recorder.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.recorder.figures.Histogram.Bucket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void everyBucketHoldsWhatIsNotAboveItsBound() {
        Histogram histogram = new Histogram(.1, .5);

        histogram.add(Duration.ofMillis(100));
        histogram.add(Duration.ofMillis(101));
        histogram.add(Duration.ofSeconds(3));
        histogram.add(Duration.ofMillis(-5));

        assertThat(histogram.buckets())
                .containsExactly(new Bucket(.1, 2), new Bucket(.5, 3), new Bucket(Double.POSITIVE_INFINITY, 4));
        assertThat(histogram.sumSeconds()).isEqualTo(3.201);
    }
}
