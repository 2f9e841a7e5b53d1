/**
 * The upstream's control plane: the few questions that the proxy itself asks, such as prices or whose key it is. They
 * block, so they are never asked on a thread that relays.
 *
 * <p>Imports: exchange, config. Threads: as each type says.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.control;
