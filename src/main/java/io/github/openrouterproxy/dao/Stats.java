package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.dao.figures.Figures;

/**
 * Figures over the exchanges that match.
 *
 * @param recent received in the last ten minutes
 * @param complete false while older exchanges are still being taken into the figures, and where there were more than
 *     could be looked at
 */
public record Stats(Figures figures, long recent, boolean complete) {}
