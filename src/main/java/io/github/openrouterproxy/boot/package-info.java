/**
 * Starts one role, wires the objects by hand, stops them in reverse.
 *
 * <p>Imports: everything; nobody imports boot. Threads: the container's start and stop thread.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.boot;
