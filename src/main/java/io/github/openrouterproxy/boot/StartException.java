package io.github.openrouterproxy.boot;

import org.jspecify.annotations.Nullable;

/** The start was refused, and why has been said in one sentence: it bears no stack trace to drown that in. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
