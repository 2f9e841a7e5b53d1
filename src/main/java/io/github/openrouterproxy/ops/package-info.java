/**
 * Health and metrics.
 *
 * <p>Imports: config, dao. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.ops;
