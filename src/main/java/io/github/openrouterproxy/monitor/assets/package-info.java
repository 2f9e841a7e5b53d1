/**
 * Styles, scripts and the icon, and the servlet that gives them out.
 *
 * <p>Imports: nothing of this project. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.assets;
