/**
 * How recording fares, told by the context that records to those that show it.
 *
 * <p>Imports: nothing of this project. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.recording;
