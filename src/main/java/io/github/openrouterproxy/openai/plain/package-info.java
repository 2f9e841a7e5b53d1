/**
 * What can be searched of a body: its text without what only its format needs.
 *
 * <p>Imports: nothing. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.openai.plain;
