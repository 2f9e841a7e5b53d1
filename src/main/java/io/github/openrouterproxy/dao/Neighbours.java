package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ExchangeId;
import org.jspecify.annotations.Nullable;

/**
 * @param newer null at the newest
 * @param older null at the oldest
 */
public record Neighbours(
        @Nullable ExchangeId newer, @Nullable ExchangeId older) {}
