/**
 * The rules for one message on its way: where it goes, which headers stay behind, how long its body is. Pure functions.
 *
 * <p>Imports: exchange; the servlet request, of which {@link io.github.openrouterproxy.relay.message.RelayTarget} reads
 * the address. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.relay.message;
