/**
 * Finding texts: an index of trigrams in a file of its own, filled behind the commits, and the search that goes by it.
 *
 * <p>Imports: dao, exchange, dao.sqlite.table, dao.sqlite.file. Threads: one fills the index, any searches.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.search;
