package io.github.openrouterproxy.relay;

/** Where a call stands. */
enum CallState {
    /** Both ends are there. */
    RUNNING,
    /** The client has gone; the answer is read on for the record. */
    DRAINING,
    /** The ending is decided and on record, or on its way there. */
    ENDED
}
