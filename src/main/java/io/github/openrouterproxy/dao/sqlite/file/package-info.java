/**
 * Opening one SQLite file so that nothing can harm it: the driver's copy, the locks, the permissions, the schema.
 *
 * <p>Imports: dao, dao.recording, dao.sqlite.file.jvm. Threads: any; what is opened belongs to whoever opened it.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.file;
