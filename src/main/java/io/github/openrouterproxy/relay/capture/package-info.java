/**
 * What is kept of the bodies that pass: copies up to a bound each and a bound in sum; past it length and SHA-256.
 *
 * <p>Imports: exchange. Threads: as each type says; nothing here blocks.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.relay.capture;
