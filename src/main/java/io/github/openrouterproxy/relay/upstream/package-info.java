/**
 * The HTTP client behind one interface.
 *
 * <p>Imports: exchange, config. Threads: callbacks run on the client's few threads and must never block.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.relay.upstream;
