/**
 * What is kept of the bodies that pass: copies up to a bound each and a bound in sum; past it length and SHA-256. Large
 * ones wait in files.
 *
 * <p>Imports: exchange. Threads: as each type says; none is held up by a disk for long.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.relay.capture;
