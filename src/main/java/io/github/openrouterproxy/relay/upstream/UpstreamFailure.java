package io.github.openrouterproxy.relay.upstream;

/**
 * Why there is no whole answer.
 *
 * @param message for people, without secrets
 */
public record UpstreamFailure(Kind kind, String message) {
    /** What went wrong, as far as the client's answer depends on it. */
    public enum Kind {
        /** No connection, TLS or DNS; or it closed before any head. */
        UNREACHABLE,
        /**
         * The connection, one that had served before, was closed already, or the upstream took leave of it and left
         * the request out: the upstream has done nothing with that.
         */
        STALE,
        /**
         * Nor has it here: it said that it would not look at the request, took leave of a new connection, or the
         * request never went out, since another connection could not be made.
         */
        TURNED_AWAY,
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
