package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ExchangeId;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list, newest first.
 *
 * @param number from 1; ignored with {@code before}
 * @param size rows, 1 to 200
 * @param before only exchanges older than this one
 */
public record PageRequest(int number, int size, @Nullable ExchangeId before) {}
