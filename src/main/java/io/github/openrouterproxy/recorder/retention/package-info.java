/**
 * Which exchanges have to go: past a number, an age, a size of the file.
 *
 * <p>Imports: exchange, config, dao (write side).
 * Threads: the recorder's writer.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder.retention;
