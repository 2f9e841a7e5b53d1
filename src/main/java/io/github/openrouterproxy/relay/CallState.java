package io.github.openrouterproxy.relay;

/** Where a call stands. */
sealed interface CallState {
    /** Both ends are there. */
    record Running() implements CallState {}

    /** The client has gone; the answer is read on for the record. */
    record Draining() implements CallState {}

    /** The ending is decided and on record, or on its way there. */
    record Ended() implements CallState {}
}
