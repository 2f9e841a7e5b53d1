package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.CapturedExchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call between its beginning and its end. Any thread ends it; everything else belongs to the writer thread.
 */
final class RunningCall {
    private static final Logger LOG = LoggerFactory.getLogger(RunningCall.class);

    private final long began;

    /** Null once it ended: then no row may say any more that it runs, and its buffers may go. */
    private volatile @Nullable InFlightCall call;

    private long nextLook;
    private long lastSeen = -1;
    private int failures;
    private boolean told;
    private volatile boolean looked;

    RunningCall(InFlightCall call, long began) {
        this.call = call;
        this.began = began;
    }

    long began() {
        return began;
    }

    void end() {
        call = null;
    }

    boolean hasEnded() {
        return call == null;
    }

    /** What is known now; null when it has ended or cannot be seen just now. */
    @Nullable
    CapturedExchange look() {
        // before it is asked whether it ended: whoever ends it meanwhile is to know of the row that is made here
        looked = true;
        InFlightCall running = call;
        if (running == null) {
            return null;
        }
        try {
            CapturedExchange seen = running.snapshot();
            return seen.outcome() == null ? seen : null;
        } catch (RuntimeException | Error e) {
            if (!told) {
                told = true;
                LOG.error("a running call could not be looked at; it is tried again", e);
            }
            return null;
        }
    }

    /** Whether there is a row that says it runs, or may be one. Any thread, after {@link #end}. */
    boolean hasRow() {
        return looked;
    }

    /** Whether {@code seen} says more than the row that was written last. */
    boolean hasChanged(CapturedExchange seen) {
        return progress(seen) != lastSeen;
    }

    void shown(CapturedExchange seen) {
        lastSeen = progress(seen);
        failures = 0;
    }

    /** @return how often it has failed on its own */
    int failedAlone() {
        return ++failures;
    }

    long nextLook() {
        return nextLook;
    }

    void lookAgainAt(long nanos) {
        nextLook = nanos;
    }

    /** A number that grows with whatever is worth showing. */
    private static long progress(CapturedExchange seen) {
        return seen.requestBody().length()
                + seen.responseBody().length()
                + seen.attempts().size()
                + (seen.response() == null ? 0 : 1)
                + (seen.timing().sent() == null ? 0 : 1);
    }
}
