/**
 * Takes out of a call what rules of the operator's say must not be stored: regular expressions, JSON paths, headers;
 * and keys that bodies quote.
 *
 * <p>Imports: exchange, openai (content codings), openai.endpoint, openai.plain, recorder.redaction.keys. Threads:
 * all values are immutable; in practice the writer's.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder.redaction;
