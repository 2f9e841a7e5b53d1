package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.dao.ExchangeReadDao;

/** What the resources read from. */
record ApiSources(ExchangeReadDao exchanges, int pageSize) {}
