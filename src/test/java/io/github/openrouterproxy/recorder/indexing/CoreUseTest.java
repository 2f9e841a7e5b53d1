package io.github.openrouterproxy.recorder.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CoreUseTest {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Duration WORK = Duration.ofMillis(200);

    private final CoreUse cores = CoreUse.ofThisProcess();

    @Test
    void countsWhatThisProcessUsesOfAllItsCores() throws InterruptedException {
        Thread.sleep(WORK.toMillis());
        cores.sinceLastAsked();
        long began = System.nanoTime();
        work();
        double ofOneCore = (double) WORK.toNanos() / (System.nanoTime() - began);

        // the system counts in steps of 10 ms
        assertThat(cores.sinceLastAsked())
                .isBetween(0.8 * ofOneCore / Runtime.getRuntime().availableProcessors(), 1.2);
    }

    @Test
    void beginsAnewWithEachQuestion() throws InterruptedException {
        work();
        double busy = cores.sinceLastAsked();
        Thread.sleep(WORK.toMillis());

        assertThat(cores.sinceLastAsked()).isLessThan(busy / 4);
    }

    private static void work() {
        long until = CPU.getCurrentThreadCpuTime() + WORK.toNanos();
        while (CPU.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
    }
}
