package io.github.openrouterproxy.monitor.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.openrouterproxy.dao.ExchangeSummary;

/**
 * One row of {@code GET /api/requests}.
 *
 * @param attempts how many times the upstream was tried
 */
record ExchangeRow(@JsonUnwrapped Essentials essentials, int attempts) {
    static ExchangeRow of(ExchangeSummary row) {
        return new ExchangeRow(Essentials.of(row), row.attempts());
    }
}
