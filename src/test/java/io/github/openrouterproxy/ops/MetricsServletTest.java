package io.github.openrouterproxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsServletTest {
    @Test
    void samplesBearTheirLabelsAndWholeNumbersNoPoint() {
        MetricsText text = new MetricsText()
                .counter("calls_total", "Calls.")
                .sample(3, "status", "2xx", "outcome", "a\"b\\c\nd")
                .gauge("heap", "Heap.")
                .sample(0.25);

        assertThat(text).hasToString("""
                # HELP calls_total Calls.
                # TYPE calls_total counter
                calls_total{status="2xx",outcome="a\\"b\\\\c\\nd"} 3
                # HELP heap Heap.
                # TYPE heap gauge
                heap 0.25
                """);
    }

    @Test
    void aHistogramEndsWithItsCountAndSum() {
        MetricsText text = new MetricsText()
                .histogram("seconds", "Time.")
                .bucket(0.5, 1, "stream", "true")
                .bucket(Double.POSITIVE_INFINITY, 4, "stream", "true")
                .sum(7.5, "stream", "true");

        assertThat(text).hasToString("""
                # HELP seconds Time.
                # TYPE seconds histogram
                seconds_bucket{stream="true",le="0.5"} 1
                seconds_bucket{stream="true",le="+Inf"} 4
                seconds_count{stream="true"} 4
                seconds_sum{stream="true"} 7.5
                """);
    }

    @Test
    void aSourceThatFailsTakesNothingFromTheOthers() {
        MetricsServlet servlet = new MetricsServlet(List.of(
                text -> {
                    text.gauge("half", "Half told.");
                    throw new IllegalStateException("on purpose");
                },
                text -> text.gauge("up", "Up.").sample(1)));

        assertThat(servlet.text()).isEqualTo("# HELP up Up.\n# TYPE up gauge\nup 1\n");
    }

    @Test
    void theJavaMachineIsTold() {
        MetricsText text = new MetricsText();

        ProcessMetrics.ofJava(text);

        assertThat(text.toString()).contains("\njvm_memory_used_bytes{area=\"heap\"} ", "\njvm_threads_current ");
    }
}
