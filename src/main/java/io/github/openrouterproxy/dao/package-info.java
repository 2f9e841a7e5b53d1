/**
 * The door to the database: interfaces, filters and pages; no SQL.
 *
 * <p>Imports: {@code exchange}. Threads: every read DAO serves any thread; the write DAO belongs to the recorder's
 * writer thread alone. Implementations throw {@link io.github.openrouterproxy.dao.DatabaseException}.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao;
