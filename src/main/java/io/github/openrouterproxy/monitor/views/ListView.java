package io.github.openrouterproxy.monitor.views;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of exchanges.
 *
 * @param liveHref where to ask whether anything changed; null on pages that stand still
 * @param start shown instead of an empty list when nothing was ever recorded; else null
 */
public record ListView(
        FilterView filter,
        List<RowView> rows,
        PagerView pager,
        @Nullable String liveHref,
        @Nullable StartView start) {}
