/**
 * What the first page shows: figures, charts and tables over a span of time.
 *
 * <p>Imports: exchange, dao, dao.figures, monitor.access, monitor.text, monitor.views. Threads: any; values and pure
 * functions.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.overview;
