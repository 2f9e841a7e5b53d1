package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.TokenUsage;

/** What the upstream told of a call when it was asked afterwards. */
public record LookedUp(ExchangeId id, TokenUsage usage) {}
