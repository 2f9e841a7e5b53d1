/**
 * Writes down who logged in, failed to, took something away or changed something.
 *
 * <p>Imports: dao.audit, monitor.access. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.audit;
