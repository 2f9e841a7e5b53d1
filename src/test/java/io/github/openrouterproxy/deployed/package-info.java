/**
 * The promises, tried on whole servers in processes of their own.
 *
 * <p>Imports: exchange, testing. Threads: each test says.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.deployed;
