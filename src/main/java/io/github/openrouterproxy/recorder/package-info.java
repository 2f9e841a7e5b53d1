/**
 * The only writing thread: bounded queue, group commit, retention.
 *
 * <p>Imports: exchange, openai, config, dao (write side).
 * Threads: one writer thread; its front door serves any thread without blocking.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder;
