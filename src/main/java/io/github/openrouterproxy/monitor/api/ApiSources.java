package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.StatsDao;
import java.time.Clock;

/** What the resources read from. */
record ApiSources(ExchangeReadDao exchanges, StatsDao stats, int pageSize, Clock clock) {}
