/**
 * How often which number came, in memory and in the bytes of a row. Pure.
 *
 * <p>Imports: nothing. Threads: each object belongs to one.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.dao.sqlite.rollup.counts;
