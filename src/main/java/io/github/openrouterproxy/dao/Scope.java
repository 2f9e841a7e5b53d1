package io.github.openrouterproxy.dao;

/**
 * Whose exchanges a query may see. Every read takes one, so that no query without it compiles.
 */
public sealed interface Scope {
    /** The administrator's view. */
    record Everyone() implements Scope {}

    /** @param fingerprint of the key that made the calls */
    record OwnedBy(String fingerprint) implements Scope {}
}
