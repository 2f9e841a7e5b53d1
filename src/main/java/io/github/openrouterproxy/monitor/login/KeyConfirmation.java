package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.exchange.Credential;

/** Asks whoever issues keys whether one is good. Any thread; may take a moment, never throws. */
@FunctionalInterface
public interface KeyConfirmation {
    /** Nobody is asked: only keys with records here are known. */
    KeyConfirmation NONE = key -> Answer.UNREACHABLE;

    Answer confirm(Credential key);

    /** What was answered. */
    enum Answer {
        VALID,
        INVALID,
        /** Nobody answered in time. */
        UNREACHABLE
    }
}
