/**
 * What can be searched of a body: its text without what only its format needs.
 *
 * <p>Imports: no other room; Jackson's tree. Threads: any.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.openai.plain;
