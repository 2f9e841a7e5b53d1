/**
 * Encryption of bodies at rest.
 *
 * <p>Imports: nothing of this project. Threads: all values are immutable.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.seal;
