package io.github.openrouterproxy.relay.upstream;

import java.time.Duration;

/** Carries calls to the upstream. Any thread; nothing blocks. */
public interface UpstreamClient {
    /** Sends a request; everything that becomes of it is told to {@code listener}. */
    UpstreamCall send(UpstreamRequest request, UpstreamListener listener);

    /** Closes the connections on which no call runs: the next call gets a new one, or one that has just served. */
    void closeIdle();

    /** Runs {@code task} after a pause; the answer, when run in time, keeps it from running. */
    Runnable after(Duration pause, Runnable task);
}
