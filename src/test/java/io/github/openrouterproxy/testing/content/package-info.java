/** Bodies as servers encode them. Imports: none. Threads: any. */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.testing.content;
