/**
 * What can be set: validated records, and the one reader that fills them.
 *
 * <p>Imports: nothing of this project. Threads: all values are immutable.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.config;
