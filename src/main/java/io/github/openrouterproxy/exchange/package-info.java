/**
 * The words every room shares: values only, no I/O, no state.
 *
 * <p>Imports: nothing of this project. Threads: everything here is immutable unless its type says otherwise.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.exchange;
