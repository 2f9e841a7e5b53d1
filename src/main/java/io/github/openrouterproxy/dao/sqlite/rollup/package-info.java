/**
 * Figures kept beside the exchanges: sums and histograms by minute, hour and day, key, model and outcome.
 *
 * <p>Imports: dao, exchange, dao.sqlite.file, dao.sqlite.table, dao.sqlite.search,
 * dao.sqlite.rollup.counts. Threads: {@code Rollups} belongs to
 * the recorder's writer; what reads serves any thread.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.rollup;
