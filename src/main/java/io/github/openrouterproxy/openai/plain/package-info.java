/**
 * Bodies made plain: what can be searched of a text without what only its format needs, and streams that keep decoders
 * and long values within bounds.
 *
 * <p>Imports: no other room; Jackson's streams. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.openai.plain;
