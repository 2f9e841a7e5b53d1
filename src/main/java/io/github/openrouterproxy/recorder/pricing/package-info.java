/**
 * What a call cost where its answer does not say so: worked out of the upstream's prices.
 *
 * <p>Imports: exchange, dao, openai.catalog. Threads: the recorder's writer asks and is never made to wait;
 * what waits for
 * the upstream runs on an executor of boot's.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.recorder.pricing;
