package io.github.openrouterproxy.recorder.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CoreUseTest {
    private long process = 7_000;
    private long own = 2_000;
    private long time = 100_000;
    private int cores = 2;
    private final CoreUse use = new CoreUse(() -> process, () -> own, () -> time, () -> cores);

    @Test
    void whatOthersLeaveIsFree() {
        use.free();
        process += 1_500;
        time += 1_000;

        assertThat(use.free()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void whoAsksIsNotCounted() {
        use.free();
        process += 1_500;
        own += 600;
        time += 1_000;

        assertThat(use.free()).isEqualTo(1.1, within(1e-9));
    }

    @Test
    void beginsAnewWithEachQuestion() {
        use.free();
        process += 2_000;
        time += 1_000;
        use.free();
        time += 1_000;

        assertThat(use.free()).isEqualTo(2, within(1e-9));
    }

    @Test
    void coresMayBeTakenAway() {
        use.free();
        cores = 1;
        process += 900;
        time += 1_000;

        assertThat(use.free()).isEqualTo(0.1, within(1e-9));
    }

    /** Others of this process may be at work at times, but not all the time. */
    @Test
    void ofThisProcessTheThreadThatAsksIsNotCountedEither() {
        CoreUse real = CoreUse.ofThisProcess();
        double most = 0;
        for (int i = 0; i < 40 && most < Runtime.getRuntime().availableProcessors() - 0.5; i++) {
            long until = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            most = Math.max(most, real.free());
        }

        assertThat(most).isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors() - 0.5);
    }
}
