/**
 * What the contexts of one JVM must know of each other's use of a file: who has it open, and how its recording is.
 *
 * <p>Imports: dao, dao.recording. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.file.jvm;
