/**
 * What turns strange requests away before anything reads them.
 *
 * <p>Imports: monitor.access. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.shield;
