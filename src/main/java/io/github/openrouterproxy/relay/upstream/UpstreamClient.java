package io.github.openrouterproxy.relay.upstream;

/** Carries calls to the upstream. Any thread; nothing blocks. */
public interface UpstreamClient {
    /** Sends a request; everything that becomes of it is told to {@code listener}. */
    UpstreamCall send(UpstreamRequest request, UpstreamListener listener);
}
