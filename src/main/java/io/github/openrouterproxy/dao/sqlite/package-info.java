/**
 * The only room that says SQL.
 *
 * <p>Imports: dao, exchange, config. Threads: reads on any thread through a pool, writes on one connection.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite;
