package io.github.openrouterproxy.monitor.shield;

import jakarta.servlet.FilterChain;

/** What happens behind a filter. */
@FunctionalInterface
interface Step {
    void run() throws Exception;

    default FilterChain asChain() {
        return (request, response) -> {
            try {
                run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
