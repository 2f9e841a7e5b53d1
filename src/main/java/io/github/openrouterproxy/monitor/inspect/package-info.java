/**
 * One exchange, prepared to be looked at: what failed, when what happened, headers and bodies.
 *
 * <p>Imports: exchange, openai, dao (read side), monitor.text, monitor.views. Threads: any; all values are immutable.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.inspect;
