/**
 * Recorded bytes and figures as text that people read: bodies decoded, JSON laid out, humane units, languages.
 *
 * <p>Imports: exchange, openai. Threads: any; everything here is immutable or a pure function.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.monitor.text;
