/**
 * What is counted of the calls that were recorded, for {@code /metrics}; about nobody in particular.
 *
 * <p>Imports: exchange. Threads: the recorder's writer counts, any thread reads.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder.figures;
