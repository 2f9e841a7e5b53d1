package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.Continuation;
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
        Continuation list = list(scope, query);
        if (tags.isStill(seen, question, version, list)) {
            return new Reply.Unchanged();
        }
        boolean newest = list.page().number() == 1 && query.page().before() == null;
        String tag = newest ? tags.tag(version, list) : null;
        return Reply.Show.page(seen == null ? "requests" : "requests-live", view(visit, query, list, tag));
    }

    /** The page asked for; the last one where there are known to be fewer. */
    private Continuation list(Scope scope, ExchangeQuery query) {
        PageRequest asked = query.page();
        Page<ExchangeSummary> page = exchanges.list(scope, query.filter(), Continuation.toAsk(asked));
        if (asked.before() != null || asked.number() <= page.lastNumber() || page.stoppedAt() != null) {
            return Continuation.of(page, asked);
        }
        PageRequest last = new PageRequest(page.lastNumber(), asked.size(), null);
        return Continuation.of(exchanges.list(scope, query.filter(), last), last);
    }

    private record Question(Scope scope, ExchangeQuery query) {}

    private ListView view(Visit visit, ExchangeQuery query, Continuation list, @Nullable String tag) {
        Ui ui = visit.ui();
        Page<ExchangeSummary> page = list.page();
        Query filter = Query.filterOf(visit.parameters());
        Query sized = page.size() == pageSize ? filter : filter.with("page_size", Integer.toString(page.size()));
        return new ListView(
                FilterView.of(filter, ui),
                RowView.of(page.rows(), ui, filter),
                PagerView.of(list, query.page().before() != null, ui, sized),
                tag == null ? null : ui.url(sized.with("live", tag).on("/requests")),
                page.totalCount() == 0 && filter.isEmpty() ? StartView.at(visit.relayAddress()) : null);
    }
}
