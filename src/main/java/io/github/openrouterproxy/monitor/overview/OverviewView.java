package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.monitor.views.RowView;
import io.github.openrouterproxy.monitor.views.StartView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first page.
 *
 * @param complete false while older calls are still being taken into the figures
 * @param users empty for those who see only their own
 * @param start shown instead of the rows when nothing was ever recorded; else null
 */
public record OverviewView(
        List<RangeView> ranges,
        List<FigureView> figures,
        boolean complete,
        List<ChartView> charts,
        List<TotalsView> models,
        List<TotalsView> users,
        ExtremesView extremes,
        List<RowView> rows,
        String liveHref,
        @Nullable StartView start) {
    /** A span to choose. */
    public record RangeView(String label, String href, boolean chosen) {}
}
