package io.github.openrouterproxy.dao.sqlite.search;

import java.util.List;

/**
 * The ids of one page of what a search finds.
 *
 * @param total how many it finds at all, or at least
 * @param totalIsLowerBound whether there may be more
 */
public record FoundPage(List<Long> ids, long total, boolean totalIsLowerBound) {}
