/**
 * Figures over exchanges, as they are read; values only.
 *
 * <p>Imports: exchange. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.figures;
