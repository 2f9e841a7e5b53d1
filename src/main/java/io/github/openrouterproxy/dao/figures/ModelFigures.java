package io.github.openrouterproxy.dao.figures;

import org.jspecify.annotations.Nullable;

/**
 * What the calls of one model come to.
 *
 * @param model null for calls that name none
 */
public record ModelFigures(@Nullable String model, Figures figures) {}
