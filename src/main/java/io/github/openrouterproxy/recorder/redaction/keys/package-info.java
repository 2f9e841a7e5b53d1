/**
 * Which parts of a call are keys, and what is stored in their place: in headers, in addresses, and where bodies and
 * errors quote them.
 *
 * <p>Imports: exchange. Threads: all values are immutable; in practice the writer's.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder.redaction.keys;
