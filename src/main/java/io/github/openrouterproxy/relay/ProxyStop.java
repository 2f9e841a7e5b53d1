package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.relay.client.ClientWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a call ends when the proxy does. Any thread. */
final class ProxyStop {
    static final Outcome OUTCOME = new Outcome.UpstreamFailed("the proxy was stopped while this call was running");

    /** More than {@code RECORD_WAIT} usually is, on a machine that is busy besides. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration LONGEST_TURN = Duration.ofMillis(200);

    /** Of the container's threads, at once for clients that are late; the others have other calls to serve. */
    private static final Semaphore FOR_THE_LATE = new Semaphore(4);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean begun = new AtomicBoolean();

    /** @return whether nobody has begun it before */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** Cuts the client's connection, in the way that the container still allows. */
    void cut(ClientWriter writer) {
        if (begun.get()) {
            writer.cutAtOnce();
        } else {
            writer.cut();
        }
    }

    /** Nothing more will be written. */
    void end() {
        ended.countDown();
    }

    /**
     * For a client that is late, to which the container writes nothing any more once this returns.
     *
     * @param otherwise takes the place of {@code ending} where too many wait already
     */
    void endLate(Runnable ending, Runnable otherwise) {
        if (!mayWait()) {
            otherwise.run();
            return;
        }
        try {
            endNow(ending);
        } finally {
            FOR_THE_LATE.release();
        }
    }

    /** Many may be late at the same moment; a database that takes records lets go of them within milliseconds. */
    private static boolean mayWait() {
        try {
            return FOR_THE_LATE.tryAcquire(LONGEST_TURN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * For a container that writes nothing any more once this returns.
     *
     * @return whether the end of the answer has been written
     */
    boolean endNow(Runnable ending) {
        ending.run();
        try {
            return ended.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
