/**
 * Servlets that prepare one view record and forward to a JSP.
 *
 * <p>Imports: exchange, openai, config, dao (read side), monitor.access, monitor.text,
 * monitor.views, monitor.inspect. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.pages;
