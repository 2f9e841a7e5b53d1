package io.github.openrouterproxy.relay.upstream;

import java.nio.ByteBuffer;
import java.time.Duration;

/** A request on its way. Any thread; nothing blocks. */
public interface UpstreamCall {
    /**
     * Sends a piece of the body, unless that went with the request. {@code whenTaken} runs once the piece may be reused
     * and the next one may come.
     */
    void write(ByteBuffer piece, Runnable whenTaken);

    /** The body is complete. */
    void endBody();

    /** Gives up: the connection is closed and the listener hears nothing more but perhaps a failure. */
    void cancel(String reason);

    /** Gives up by itself if the answer has not ended after {@code longest}. */
    void endWithin(Duration longest);
}
