/**
 * The only writing thread: bounded queue, group commit, retention.
 *
 * <p>Imports: exchange, openai, config, dao (write side).
 * Threads: one writer; beside it one that empties the write-ahead log, and one that lets clients go whose record takes
 * too long. The front door serves any thread without blocking.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder;
