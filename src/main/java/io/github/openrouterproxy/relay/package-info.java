/**
 * The request path, one call's life: bytes in, bytes out, nothing understood.
 *
 * <p>Imports: exchange, openai (ErrorBody), config, relay.client, relay.upstream, recorder.
 * Threads: container threads and the upstream client's callbacks; nothing here may block.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.relay;
