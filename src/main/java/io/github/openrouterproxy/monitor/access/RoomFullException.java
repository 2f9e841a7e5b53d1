package io.github.openrouterproxy.monitor.access;

/** The memory for reading bodies is in use; the answer is 503, and {@code Retry-After} says when to ask again. */
public final class RoomFullException extends RuntimeException {
    public static final String RETRY_AFTER_SECONDS = "2";

    private static final long serialVersionUID = 1L;

    RoomFullException() {
        super("The memory for reading recorded bodies is in use");
    }
}
