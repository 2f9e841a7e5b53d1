package io.github.openrouterproxy.monitor.views;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first page.
 *
 * @param start shown instead of the rows when nothing was ever recorded; else null
 */
public record OverviewView(
        List<FigureView> figures,
        List<RowView> rows,
        String liveHref,
        @Nullable StartView start) {}
