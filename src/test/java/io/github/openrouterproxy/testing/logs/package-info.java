/**
 * What is logged while a test runs.
 *
 * <p>Imports: nothing. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.testing.logs;
