package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.monitor.access.ExchangeQuery;
import io.github.openrouterproxy.monitor.views.FilterView;
import io.github.openrouterproxy.monitor.views.ListView;
import io.github.openrouterproxy.monitor.views.PagerView;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.RowView;
import io.github.openrouterproxy.monitor.views.StartView;
import io.github.openrouterproxy.monitor.views.Ui;
import org.jspecify.annotations.Nullable;

/** {@code /requests}: the list, filtered by its address. */
final class RequestsPage implements io.github.openrouterproxy.monitor.pages.Page {
    private final ExchangeReadDao exchanges;
    private final int pageSize;
    private final LiveTags tags = new LiveTags();

    RequestsPage(ExchangeReadDao exchanges, int pageSize) {
        this.exchanges = exchanges;
        this.pageSize = pageSize;
    }

    @Override
    public Reply read(Visit visit) {
        String seen = visit.parameter("live");
        long version = exchanges.version();
        if (tags.sameVersion(seen, version)) {
            return new Reply.Unchanged();
        }
        ExchangeQuery query = ExchangeQuery.read(visit.parameters(), pageSize);
        Page<ExchangeSummary> page = exchanges.list(visit.viewer().scope(), query.filter(), query.page());
        if (tags.sameContent(seen, page)) {
            return new Reply.Unchanged();
        }
        String tag = page.number() == 1 ? tags.tag(version, page) : null;
        return Reply.Show.page(seen == null ? "requests" : "requests-live", view(visit, page, tag));
    }

    private ListView view(Visit visit, Page<ExchangeSummary> page, @Nullable String tag) {
        Ui ui = visit.ui();
        Query filter = Query.filterOf(visit.parameters());
        Query sized = page.size() == pageSize ? filter : filter.with("page_size", Integer.toString(page.size()));
        return new ListView(
                FilterView.of(filter, ui),
                RowView.of(page.rows(), ui, filter),
                PagerView.of(page, ui, sized),
                tag == null ? null : ui.url(sized.with("live", tag).on("/requests")),
                page.totalCount() == 0 && filter.isEmpty() ? StartView.at(visit.relayAddress()) : null);
    }
}
