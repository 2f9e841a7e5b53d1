/**
 * What is known of the wire formats; pure functions, no I/O.
 *
 * <p>Imports: exchange, openai.endpoint, openai.plain. Threads: any; everything here is stateless or confined to its
 * caller.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.openai;
