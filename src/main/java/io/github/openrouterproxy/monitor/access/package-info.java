/**
 * Login, session, who may see what, and what an address asks to see.
 *
 * <p>Imports: exchange, config, dao (read side). Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.access;
