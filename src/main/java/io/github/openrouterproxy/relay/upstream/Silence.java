package io.github.openrouterproxy.relay.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.CyclicTimeout;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long we have been waiting for the upstream, and only for the upstream: while the client is slow to
 * send or to take, it is paused. Any thread.
 */
final class Silence {
    private final Duration longest;
    private final CyclicTimeout timeout;
    private final Scheduler scheduler;
    private final Consumer<Duration> whenTooLong;
    private @Nullable CyclicTimeout end;
    private boolean running;
    private boolean answering;
    private boolean over;

    Silence(Scheduler scheduler, Duration longest, Consumer<Duration> whenTooLong) {
        this.longest = longest;
        this.scheduler = scheduler;
        this.whenTooLong = whenTooLong;
        this.timeout = newTimeout(longest);
    }

    synchronized void begin() {
        if (!over) {
            running = true;
            timeout.schedule(longest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** From now on the pieces of the answer say whether we wait. */
    synchronized void answerBegins() {
        answering = true;
        pause();
    }

    /** Something is on its way to the upstream; once an answer has begun, that gives it more time. */
    synchronized void sending() {
        if (!answering || running) {
            begin();
        }
    }

    /** That was taken, and the client is what is waited for unless an answer has begun. */
    synchronized void sent() {
        if (!answering) {
            pause();
        } else if (running) {
            begin();
        }
    }

    synchronized void pause() {
        running = false;
        if (!over) {
            timeout.cancel();
        }
    }

    /** Runs out after {@code limit} whatever happens until then. */
    synchronized void endWithin(Duration limit) {
        if (!over && end == null) {
            CyclicTimeout newEnd = newTimeout(limit);
            newEnd.schedule(limit.toMillis(), TimeUnit.MILLISECONDS);
            end = newEnd;
        }
    }

    synchronized void end() {
        over = true;
        timeout.destroy();
        if (end != null) {
            end.destroy();
        }
    }

    private CyclicTimeout newTimeout(Duration limit) {
        return new CyclicTimeout(scheduler) {
            @Override
            public void onTimeoutExpired() {
                whenTooLong.accept(limit);
            }
        };
    }
}
