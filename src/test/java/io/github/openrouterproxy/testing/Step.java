package io.github.openrouterproxy.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** One thing a scripted answer does; the steps run in order. */
sealed interface Step {
    /** Exactly these bytes, flushed. */
    record Send(byte[] bytes) implements Step {}

    /** Bytes that are made when it is their turn. */
    record Late(Supplier<byte[]> bytes) implements Step {}

    /** Nothing for a while; watches meanwhile whether the client goes. */
    record Pause(Duration duration) implements Step {}

    /** Nothing until the test opens the gate. */
    record Await(CountDownLatch gate) implements Step {}

    /** Nothing ever again, until the client goes. */
    record Stall() implements Step {}

    /** An orderly end of the connection, wherever the message stands. */
    record Close() implements Step {}

    /** The connection breaks (RST). */
    record Reset() implements Step {}
}
