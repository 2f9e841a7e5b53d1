package io.github.openrouterproxy.dao.figures;

import io.github.openrouterproxy.exchange.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one key come to, and nothing besides that has to be looked up.
 *
 * @param user null for calls without a key
 */
public record KeyFigures(@Nullable ApiKey user, Figures figures) {}
