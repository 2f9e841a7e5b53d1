package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.CapturedExchange;

/**
 * The recorder's front door. Any thread; no method blocks.
 */
public interface CallRecorder {
    /** A call was received; if it still runs a moment later, it is written down as in flight. */
    void began(InFlightCall call);

    /**
     * A call ended. {@code whenSettled} hears of it exactly once, on the writer's or a timer's thread and never inside
     * this call: as soon as the record is committed, or after {@code RECORD_WAIT} when it could not be.
     */
    void ended(CapturedExchange captured, WhenSettled whenSettled);

    /** Hears how the record of a call fares. */
    @FunctionalInterface
    interface WhenSettled {
        /**
         * Must not block.
         *
         * @param mayEnd whether the client may see the end: the record is committed, or {@code RECORD_FAILURE=open}
         *     lets calls end without
         */
        void settled(boolean mayEnd);
    }

    /** Whether a new call could be recorded now; under {@code RECORD_FAILURE=closed} a false refuses it. */
    boolean accepts();
}
