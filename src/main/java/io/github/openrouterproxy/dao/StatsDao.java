package io.github.openrouterproxy.dao;

import java.time.Instant;

/** Figures; any thread. */
public interface StatsDao {
    /** @param now the end of the ten minutes that count as recent */
    Stats stats(Scope scope, ExchangeFilter filter, Instant now);
}
