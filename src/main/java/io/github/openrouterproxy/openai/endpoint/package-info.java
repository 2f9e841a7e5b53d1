/**
 * What the method and the path of a call tell of its answer; pure functions, no I/O.
 *
 * <p>Imports: exchange. Threads: any; everything here is stateless.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.openai.endpoint;
