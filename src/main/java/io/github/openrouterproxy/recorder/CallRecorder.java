package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.CapturedExchange;

/**
 * The recorder's front door. Any thread; no method blocks.
 */
public interface CallRecorder {
    /** A call was received; if it still runs a moment later, it is written down as in flight. */
    void began(InFlightCall call);

    /**
     * A call ended. {@code whenSettled} runs exactly once, on the writer's or a timer's thread and never inside this
     * call: as soon as the record is committed, or after {@code RECORD_WAIT} when it could not be. It must not block.
     */
    void ended(CapturedExchange captured, Runnable whenSettled);

    /** Whether a new call could be recorded now; under {@code RECORD_FAILURE=closed} a false refuses it. */
    boolean accepts();
}
