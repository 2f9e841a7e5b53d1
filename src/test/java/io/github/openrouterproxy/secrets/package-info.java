/**
 * What must reach no file and no log, tried on whole servers in processes of their own.
 *
 * <p>Imports: testing. Threads: each test says.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.secrets;
