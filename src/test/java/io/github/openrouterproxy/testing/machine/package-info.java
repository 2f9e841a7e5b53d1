/**
 * What tests do with the machine they run on: its programs, a disk of their own, whole files.
 *
 * <p>Imports: nothing. Threads: the test's.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.testing.machine;
