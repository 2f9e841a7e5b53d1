/**
 * Small real programs the tests talk to: an upstream, a client on a bare socket, whole Tomcats.
 *
 * <p>Imports: exchange. Threads: each type says.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.testing;
