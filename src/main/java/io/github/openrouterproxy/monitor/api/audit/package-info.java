/**
 * The audit as JSON.
 *
 * <p>Imports: dao.audit, monitor.access. Threads: request threads.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.api.audit;
