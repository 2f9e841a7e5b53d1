package io.github.openrouterproxy.monitor.access;

/** So much is on its way to this viewer that others come first; the answer is 429, {@code Retry-After} says when. */
public final class TooMuchLentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchLentException() {
        super("Other answers with recorded bodies are still on their way to this viewer");
    }
}
