package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a call ends when the proxy does. Any thread. */
final class ProxyStop {
    static final Outcome OUTCOME = new Outcome.UpstreamFailed("the proxy was stopped while this call was running");

    /** As long as Tomcat waits for calls before it stops an application. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean begun = new AtomicBoolean();

    /** @return whether nobody has begun it before */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** Nothing more will be written. */
    void end() {
        ended.countDown();
    }

    /** For a container that writes nothing any more once this returns; it does so to clients that are late, too. */
    void endNow(Runnable ending) {
        ending.run();
        try {
            ended.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
