/**
 * What an upstream says of its models and of finished answers when it is asked; pure functions, no I/O.
 *
 * <p>Imports: exchange, openai.plain. Threads: any; everything here is stateless or confined to its caller.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.openai.catalog;
