package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
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
        Scope scope = visit.viewer().scope();
        ExchangeQuery query = ExchangeQuery.read(visit.parameters(), pageSize);
        Question question = new Question(scope, query);
        if (tags.isCurrent(seen, question, version)) {
            return new Reply.Unchanged();
        }
        Page<ExchangeSummary> page = page(scope, query);
        if (tags.isStill(seen, question, version, page)) {
            return new Reply.Unchanged();
        }
        boolean newest = page.number() == 1 && query.page().before() == null;
        String tag = newest ? tags.tag(version, page) : null;
        return Reply.Show.page(seen == null ? "requests" : "requests-live", view(visit, page, tag));
    }

    /** The page asked for; the last one where there are not so many. */
    private Page<ExchangeSummary> page(Scope scope, ExchangeQuery query) {
        PageRequest asked = query.page();
        Page<ExchangeSummary> page = exchanges.list(scope, query.filter(), asked);
        return asked.before() != null || asked.number() <= page.lastNumber()
                ? page
                : exchanges.list(scope, query.filter(), new PageRequest(page.lastNumber(), asked.size(), null));
    }

    private record Question(Scope scope, ExchangeQuery query) {}

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
