/**
 * The audit in the SQLite file, written on a connection of its own: the monitor writes here, the recorder elsewhere.
 *
 * <p>Imports: dao.audit, dao.sqlite.table. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.audit;
