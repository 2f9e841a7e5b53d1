/**
 * How values lie in the columns, which rows a question means, and the connections to ask it on.
 *
 * <p>Imports: dao, exchange, dao.sqlite.file. Threads: any, unless a class says otherwise.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.table;
