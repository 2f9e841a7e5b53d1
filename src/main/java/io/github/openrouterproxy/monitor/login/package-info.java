/**
 * Who somebody is: keys, names that the container or a proxy vouches for, and what slows guessing down.
 *
 * <p>Imports: exchange, config, dao (read side), monitor.access, monitor.audit. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.login;
