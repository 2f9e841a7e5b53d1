/**
 * What the JSP files show: records with everything decided and worded, but nothing escaped; {@link
 * io.github.openrouterproxy.monitor.views.Html} escapes it where it is written.
 *
 * <p>Imports: exchange, openai, dao (read side), monitor.access, monitor.text. Threads: any; all values are immutable.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.views;
