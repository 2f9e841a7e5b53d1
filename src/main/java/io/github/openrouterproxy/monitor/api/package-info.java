/**
 * JAX-RS resources and their JSON.
 *
 * <p>Imports: exchange, openai, config, dao (read side), monitor.access, monitor.text. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.api;
