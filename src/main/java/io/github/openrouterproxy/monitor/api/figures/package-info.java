/**
 * Figures as JSON.
 *
 * <p>Imports: exchange, dao, dao.figures, monitor.access, monitor.text. Threads: request threads.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.api.figures;
