/**
 * Who did what at the monitor; kept apart from the exchanges and from their retention.
 *
 * <p>Imports: dao. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.audit;
