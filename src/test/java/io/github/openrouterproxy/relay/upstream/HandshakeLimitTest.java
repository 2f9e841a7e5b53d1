package io.github.openrouterproxy.relay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

class HandshakeLimitTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final Clockwork clock = new Clockwork();
    private final HandshakeLimit limit = new HandshakeLimit(closed::incrementAndGet, clock, Duration.ofMillis(300));

    @Test
    void closesWhatIsNotOverInTime() {
        assertThat(clock.delays).containsExactly(300L);

        clock.strike();

        assertThat(closed).hasValue(1);
    }

    /** The clock may strike while the handshake ends: what has begun to run is not cancelled any more. */
    @Test
    void closesNothingThatWasOverBefore() throws Exception {
        limit.succeeded();
        clock.strike();

        assertThat(closed).hasValue(0);
        assertThat(clock.cancelled).hasValue(1);
    }

    @Test
    void closesNothingThatFailedBefore() {
        limit.failed();
        clock.strike();

        assertThat(closed).hasValue(0);
        assertThat(clock.cancelled).hasValue(1);
    }

    @Test
    void doesNotLetAHandshakeSucceedOnceItsTimeIsUp() {
        clock.strike();

        assertThatThrownBy(() -> limit.succeeded()).isInstanceOf(SSLException.class);
        assertThat(closed).hasValue(1);
    }

    /** Strikes when told, also what was cancelled. */
    private static final class Clockwork extends AbstractLifeCycle implements Scheduler {
        private final List<Long> delays = new ArrayList<>();
        private final List<Runnable> tasks = new ArrayList<>();
        private final AtomicInteger cancelled = new AtomicInteger();

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit units) {
            delays.add(units.toMillis(delay));
            tasks.add(task);
            return () -> {
                cancelled.incrementAndGet();
                return false;
            };
        }

        private void strike() {
            tasks.forEach(Runnable::run);
        }
    }
}
