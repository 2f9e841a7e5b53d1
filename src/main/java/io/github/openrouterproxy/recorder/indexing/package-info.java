/**
 * Fills the search index beside the writer, and gives way to the calls.
 *
 * <p>Imports: dao (write side). Threads: one of its own.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder.indexing;
