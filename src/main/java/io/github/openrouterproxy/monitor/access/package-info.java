/**
 * Login, session, and who may see what.
 *
 * <p>Imports: exchange, config, dao (read side). Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.access;
