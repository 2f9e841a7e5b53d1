package io.github.openrouterproxy.exchange;

/** How a call ended; what the client got is decided by it, and what the record says. */
public sealed interface Outcome {
    /** Both directions came to their end; the status may still be an error of the upstream's. */
    record Completed() implements Outcome {}

    /** The upstream could not be reached, kept silent too long or broke off. {@code message} is for people. */
    record UpstreamFailed(String message) implements Outcome {}

    /**
     * The client went away before the end.
     *
     * @param stuck or was still there, but read nothing of its answer for as long as the container waits
     */
    record ClientDisconnected(boolean stuck) implements Outcome {
        public ClientDisconnected() {
            this(false);
        }
    }

    /** The relay itself said no: too large, malformed, not recordable. */
    record Refused(String message) implements Outcome {}
}
