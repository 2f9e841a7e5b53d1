/**
 * A database of a million exchanges, and how fast it is: programs behind {@code src/bench/bars}, no tests.
 *
 * <p>They stand among the tests so that they are compiled with everything they use.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.bars;
