package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.monitor.views.FigureView;
import io.github.openrouterproxy.monitor.views.OverviewView;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.RowView;
import io.github.openrouterproxy.monitor.views.StartView;
import io.github.openrouterproxy.monitor.views.Ui;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code /}: the figures, and the newest exchanges. */
final class OverviewPage implements io.github.openrouterproxy.monitor.pages.Page {
    private final ExchangeReadDao exchanges;
    private final StatsDao stats;
    private final int pageSize;
    private final LiveTags tags = new LiveTags();

    OverviewPage(ExchangeReadDao exchanges, StatsDao stats, int pageSize) {
        this.exchanges = exchanges;
        this.stats = stats;
        this.pageSize = pageSize;
    }

    @Override
    public Reply read(Visit visit) {
        String seen = visit.parameter("live");
        Scope scope = visit.viewer().scope();
        // "In the last ten minutes" changes by itself.
        State state = new State(exchanges.version(), visit.ui().now().truncatedTo(ChronoUnit.MINUTES));
        if (tags.isCurrent(seen, scope, state)) {
            return new Reply.Unchanged();
        }
        Page<ExchangeSummary> page = exchanges.list(scope, ExchangeFilter.ALL, new PageRequest(1, pageSize, null));
        Stats figures = stats.stats(scope, ExchangeFilter.ALL, visit.ui().now());
        List<Object> content = List.of(page, figures);
        if (tags.isStill(seen, scope, state, content)) {
            return new Reply.Unchanged();
        }
        OverviewView view = view(visit, page, figures, tags.tag(state, content));
        return Reply.Show.page(seen == null ? "overview" : "overview-live", view);
    }

    private record State(long version, Instant minute) {}

    private static OverviewView view(Visit visit, Page<ExchangeSummary> page, Stats figures, String tag) {
        Ui ui = visit.ui();
        return new OverviewView(
                FigureView.of(figures, ui),
                RowView.of(page.rows(), ui, Query.NONE),
                ui.url(Query.NONE.with("live", tag).on("/")),
                page.totalCount() == 0 ? StartView.at(visit.relayAddress()) : null);
    }
}
