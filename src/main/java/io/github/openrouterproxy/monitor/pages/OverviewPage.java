package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Extremes;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.monitor.overview.Charts;
import io.github.openrouterproxy.monitor.overview.ExtremesView;
import io.github.openrouterproxy.monitor.overview.FigureView;
import io.github.openrouterproxy.monitor.overview.OverviewView;
import io.github.openrouterproxy.monitor.overview.OverviewView.RangeView;
import io.github.openrouterproxy.monitor.overview.Span;
import io.github.openrouterproxy.monitor.overview.TotalsView;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.RowView;
import io.github.openrouterproxy.monitor.views.StartView;
import io.github.openrouterproxy.monitor.views.Ui;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /}: figures, charts and totals over a span of time, and the newest exchanges. */
final class OverviewPage implements io.github.openrouterproxy.monitor.pages.Page {
    private final ExchangeReadDao exchanges;
    private final StatsDao stats;
    private final int pageSize;
    /** Of so few days the hours tell more, and of so few hours the minutes. */
    private static final int FEW = 2;

    private static final List<Duration> FINER = List.of(Duration.ofHours(1), Duration.ofMinutes(1));

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
        Span span = Span.of(visit.parameter("range"));
        // "In the last ten minutes" changes by itself.
        State state = new State(exchanges.version(), visit.ui().now().truncatedTo(ChronoUnit.MINUTES));
        Question question = new Question(scope, span);
        if (tags.isCurrent(seen, question, state)) {
            return new Reply.Unchanged();
        }
        Content content = content(visit, scope, span);
        if (tags.isStill(seen, question, state, content)) {
            return new Reply.Unchanged();
        }
        OverviewView view = view(visit, span, content, tags.tag(state, content));
        return Reply.Show.page(seen == null ? "overview" : "overview-live", view);
    }

    private record Question(Scope scope, Span span) {}

    private record State(long version, Instant minute) {}

    /** What the page is made from. */
    private record Content(
            Page<ExchangeSummary> page,
            Extremes extremes,
            Overview overview,
            @Nullable Stats before,
            @Nullable Instant from,
            Duration bucket) {}

    private Content content(Visit visit, Scope scope, Span span) {
        Instant now = visit.ui().now();
        Instant from = span.from(now);
        ExchangeFilter filter = ExchangeFilter.ALL.between(from, null);
        Stats before =
                from == null ? null : stats.stats(scope, ExchangeFilter.ALL.between(span.before(now), from), now);
        Duration bucket = span.bucket();
        Overview overview = stats.overview(scope, filter, bucket, now);
        for (Duration finer : span == Span.ALL ? FINER : List.<Duration>of()) {
            List<Bucket> series = overview.series();
            if (!series.isEmpty() && now.isAfter(series.get(0).start().plus(bucket.multipliedBy(FEW)))) {
                break;
            }
            bucket = finer;
            overview = stats.overview(scope, filter, bucket, now);
        }
        Page<ExchangeSummary> newest = exchanges.list(scope, ExchangeFilter.ALL, new PageRequest(1, pageSize, null));
        return new Content(newest, exchanges.extremes(scope, filter), overview, before, from, bucket);
    }

    private static OverviewView view(Visit visit, Span span, Content content, String tag) {
        Ui ui = visit.ui();
        Overview overview = content.overview();
        Instant from = span.from(ui.now());
        Query calls = from == null ? Query.NONE : Query.NONE.with("from", from.toString());
        Query self = span == Span.ALL ? Query.NONE : Query.NONE.with("range", span.tag());
        return new OverviewView(
                ranges(span, ui),
                FigureView.of(overview, content.before(), calls, ui),
                overview.complete(),
                Charts.of(from, overview.series(), overview.models(), content.bucket(), ui),
                TotalsView.ofModels(overview.models(), calls, ui),
                ui.seesEveryone() ? TotalsView.ofUsers(overview.users(), calls, ui) : List.of(),
                ExtremesView.of(content.extremes(), calls, ui),
                RowView.of(content.page().rows(), ui, Query.NONE),
                ui.url(self.with("live", tag).on("/")),
                content.page().totalCount() == 0 ? StartView.at(visit.relayAddress()) : null);
    }

    private static List<RangeView> ranges(Span chosen, Ui ui) {
        return Arrays.stream(Span.values())
                .map(span -> new RangeView(
                        ui.text("range." + span.tag()),
                        ui.url(Query.NONE.with("range", span.tag()).on("/")),
                        span == chosen))
                .toList();
    }
}
