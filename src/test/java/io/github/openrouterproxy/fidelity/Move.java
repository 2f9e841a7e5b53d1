package io.github.openrouterproxy.fidelity;

import java.time.Duration;

/** One thing the client of a case does. */
sealed interface Move {
    record Send(byte[] bytes) implements Move {}

    record Rest(Duration duration) implements Move {}

    /** Waits for the head of an interim answer, such as {@code 100 Continue}. */
    record AwaitInterim() implements Move {}

    /** @param method what is answered */
    record Receive(String method) implements Move {}

    /** Waits until the other side closes the connection. */
    record AwaitClose() implements Move {}
}
