package io.github.openrouterproxy.relay.upstream;

/**
 * Why there is no whole answer.
 *
 * @param message for people, without secrets
 * @param unprocessed whether the upstream has done nothing with the request, by its own word or by all that can be told
 *     from here: it went out on a pooled connection that turned out to be closed already, or never went out, since
 *     another connection could not be made
 */
public record UpstreamFailure(Kind kind, String message, boolean unprocessed) {
    UpstreamFailure(Kind kind, String message) {
        this(kind, message, false);
    }

    /** What went wrong, as far as the client's answer depends on it. */
    public enum Kind {
        /** No connection, TLS or DNS; or it closed before any head. */
        UNREACHABLE,
        /** A proxy on the way lets the call not pass, and would not let it pass another time. */
        BARRED,
        /** It answered something that is not HTTP; it may have done its work. */
        INVALID,
        /** Silence for longer than allowed. */
        TIMEOUT,
        /** It broke off after its head. */
        BROKEN_OFF,
        /** Too many calls wait for a connection. */
        OVERLOADED,
        /** {@link UpstreamCall#cancel} was called. */
        CANCELLED
    }
}
