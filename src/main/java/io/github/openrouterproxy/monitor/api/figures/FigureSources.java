package io.github.openrouterproxy.monitor.api.figures;

import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.labels.LabelDao;
import java.time.Clock;

/** What the resources of this room read from. */
public record FigureSources(StatsDao stats, LabelDao labels, Clock clock) {}
