package io.github.openrouterproxy.bars;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.Stats;
import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How fast a filled database is found in. {@code MeasureFinding file}. */
final class MeasureFinding {
    private static final Scope ALL = new Scope.Everyone();
    private static final int SIZE = 20;
    private static final int FAR_PAGE = 25_000;

    private final Store store;
    private final ExchangeReadDao exchanges;

    private MeasureFinding(Store store) {
        this.store = store;
        this.exchanges = store.database().exchanges();
    }

    public static void main(String[] arguments) {
        long start = System.nanoTime();
        try (Store store = Store.open(Path.of(arguments[0]))) {
            store.recorder().stop();
            double seconds = (System.nanoTime() - start) / 1e9;
            Table.head();
            Table.row("opened and ready to record", "2 s", String.format(Locale.ROOT, "%.2f s", seconds), "");
            MeasureFinding measure = new MeasureFinding(store);
            measure.lists();
            measure.filters();
            measure.neighbours();
            measure.figures();
            measure.searches();
        }
    }

    private void lists() {
        int far = Math.min(FAR_PAGE, Math.max(1, rows() / SIZE / 2));
        ExchangeId middle =
                exchanges.list(ALL, ExchangeFilter.ALL, page(far)).rows().get(0).id();
        Table.time("newest page", "20 ms", () -> list(ALL, ExchangeFilter.ALL, page(1)));
        Table.time("… of the busiest user", "20 ms", () -> list(user(), ExchangeFilter.ALL, page(1)));
        Table.time("page " + far, "50 ms", () -> list(ALL, ExchangeFilter.ALL, page(far)));
        Table.time("by cursor, in the middle", "20 ms", () -> list(ALL, ExchangeFilter.ALL, behind(middle)));
        Table.time(
                "one exchange",
                "10 ms",
                () -> exchanges
                        .find(ALL, middle)
                        .map(found -> found.request().path())
                        .orElse("not found"));
    }

    /** What no index knows, with its count; figures that are not kept are added up from the rows. */
    private void filters() {
        filter("a path nobody asks", Filters.path("/absent"));
        filter("a model nobody asks", Filters.model("absent/model"));
        filter("calls of an hour", Filters.lasting(Duration.ofHours(1)));
        filter("every POST", Filters.method("POST"));
        filter("every 2xx", Filters.status(new StatusFilter.HundredsOf(2)));
        filter("failed ones", Filters.status(new StatusFilter.Failed()));
    }

    private void filter(String what, ExchangeFilter filter) {
        Instant now = Instant.now();
        Table.time("newest page of " + what, "", () -> list(ALL, filter, page(1)));
        Table.time("newest page of " + what + ", the busiest user", "", () -> list(user(), filter, page(1)));
        Table.time("figures of " + what, "", () -> {
            Stats stats = store.database().stats().stats(ALL, filter, now);
            return (stats.complete() ? "" : "more than ") + stats.figures().total();
        });
    }

    /** What the page of one exchange asks: itself, and what stands beside it in the list that it was reached from. */
    private void neighbours() {
        ExchangeId middle = exchanges
                .list(ALL, ExchangeFilter.ALL, page(1 + rows() / SIZE / 2))
                .rows()
                .get(0)
                .id();
        page("all", ALL, ExchangeFilter.ALL, middle);
        page("a path nobody asks", ALL, Filters.path("/absent"), middle);
        page("a path nobody asks, the busiest user", user(), Filters.path("/absent"), middle);
        page("a model nobody asks", ALL, Filters.model("absent/model"), middle);
        page("calls of an hour", ALL, Filters.lasting(Duration.ofHours(1)), middle);
        for (String text : List.of(
                Conversation.RARE_WORD,
                Conversation.RARE_CHINESE,
                Words.frequentChinese(),
                "xylophonist",
                "鹏",
                Conversation.LONG_PHRASE,
                "/generation?id=",
                "v1/embeddings",
                Conversation.FREQUENT_WORD,
                "zqx",
                "e")) {
            page("“" + text + "”", ALL, Filters.search(text), middle);
            page("“" + text + "”, the busiest user", user(), Filters.search(text), middle);
        }
        page(
                "a frequent word at a path nobody asks",
                ALL,
                searching(Conversation.FREQUENT_WORD, Filters.path("/absent")),
                middle);
    }

    private void page(String what, Scope scope, ExchangeFilter filter, ExchangeId id) {
        Table.time("page of one exchange among " + what, "10 ms", () -> {
            exchanges.find(scope, id);
            Neighbours beside = exchanges.neighbours(scope, filter, id);
            return word(beside.newer()) + " / " + word(beside.older());
        });
    }

    private static String word(Neighbour neighbour) {
        return !neighbour.known() ? "not known" : neighbour.id() == null ? "none" : "found";
    }

    private int rows() {
        return (int) exchanges.list(ALL, ExchangeFilter.ALL, page(1)).totalCount();
    }

    private void figures() {
        Instant now = Instant.now();
        Table.time("all figures, administrator", "100 ms", () -> figures(ALL, now));
        Table.time("all figures, the busiest user", "100 ms", () -> figures(user(), now));
        overview("all time", null, Duration.ofDays(1), now);
        overview("30 days", ago(30), Duration.ofDays(1), now);
        overview("7 days", ago(7), Duration.ofHours(6), now);
        overview("24 hours", ago(1), Duration.ofHours(1), now);
    }

    /** What the first page of the site shows of a span. */
    private void overview(String span, @Nullable Instant from, Duration width, Instant now) {
        ExchangeFilter filter = Filters.between(from, null);
        Table.time("overview of " + span + ", administrator", "100 ms", () -> overview(ALL, filter, width, now));
        Table.time("overview of " + span + ", the busiest user", "100 ms", () -> overview(user(), filter, width, now));
    }

    private String overview(Scope scope, ExchangeFilter filter, Duration width, Instant now) {
        Overview all = store.database().stats().overview(scope, filter, width, now);
        return String.format(
                Locale.ROOT,
                "%,d in %,d stretches",
                all.figures().total(),
                all.series().size());
    }

    private void searches() {
        search("rare word", "300 ms", Conversation.RARE_WORD);
        search("rare Chinese word, 2 characters", "300 ms", Conversation.RARE_CHINESE);
        search("frequent Chinese word, 2 characters", "300 ms", Words.frequentChinese());
        search("Chinese character", "300 ms", "鹏");
        search("absent word", "300 ms", "xylophonist");
        search("long phrase", "300 ms", Conversation.LONG_PHRASE);
        search("part of a URL, few", "300 ms", "generation?id=" + Conversation.generation(7_005));
        search("part of a URL, one in 1,000", "300 ms", "/generation?id=");
        search("part of a URL, one in 20", "300 ms", "v1/embeddings");
        search("word in half of all", "100 ms", Conversation.FREQUENT_WORD);
        search("letter in nearly all", "100 ms", "e");
        Table.time(
                "rare word, the busiest user",
                "300 ms",
                () -> list(user(), Filters.search(Conversation.RARE_WORD), page(1)));
        Table.time(
                "word in half of all, the busiest user",
                "100 ms",
                () -> list(user(), Filters.search(Conversation.FREQUENT_WORD), page(1)));
        for (String text : List.of(Conversation.FREQUENT_WORD, Conversation.RARE_WORD, "xylophonist", "th", "e")) {
            narrowed(text, "at a path nobody asks", Filters.path("/absent"));
            narrowed(text, "failed", Filters.status(new StatusFilter.Failed()));
            narrowed(text, "of a week a month ago", Filters.between(ago(30), ago(23)));
            narrowed(text, "of the rarest user", Filters.user(fingerprint(Calls.KEYS - 1)));
            narrowed(text, "of the busiest user, failed", failed(fingerprint(0)));
        }
    }

    private void narrowed(String text, String how, ExchangeFilter filter) {
        Table.time("“" + text + "” " + how, "", () -> list(ALL, searching(text, filter), page(1)));
        Table.time("figures of “" + text + "” " + how, "", () -> {
            Stats stats = store.database().stats().stats(ALL, searching(text, filter), Instant.now());
            return (stats.complete() ? "" : "more than ") + stats.figures().total();
        });
    }

    private static Instant ago(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    private static ExchangeFilter searching(String text, ExchangeFilter filter) {
        return new ExchangeFilter(
                text,
                filter.user(),
                filter.method(),
                filter.path(),
                filter.model(),
                filter.status(),
                filter.stream(),
                filter.from(),
                filter.to(),
                filter.minDuration());
    }

    private static ExchangeFilter failed(String user) {
        return new ExchangeFilter(null, user, null, null, null, new StatusFilter.Failed(), null, null, null, null);
    }

    private void search(String what, String bar, String text) {
        Table.time(what, bar, () -> list(ALL, Filters.search(text), page(1)));
    }

    private String list(Scope scope, ExchangeFilter filter, PageRequest page) {
        Page<ExchangeSummary> found = exchanges.list(scope, filter, page);
        return found.rows().size() + " of " + (found.totalIsLowerBound() ? "more than " : "")
                + String.format(Locale.ROOT, "%,d", found.totalCount());
    }

    private String figures(Scope scope, Instant now) {
        return String.format(
                Locale.ROOT,
                "%,d",
                store.database()
                        .stats()
                        .stats(scope, ExchangeFilter.ALL, now)
                        .figures()
                        .total());
    }

    private static PageRequest page(int number) {
        return new PageRequest(number, SIZE, null);
    }

    private static PageRequest behind(ExchangeId id) {
        return new PageRequest(1, SIZE, id);
    }

    private static Scope user() {
        return new Scope.OwnedBy(fingerprint(0));
    }

    private static String fingerprint(int key) {
        return Store.FINGERPRINTS.of(new Credential(Calls.key(key))).fingerprint();
    }
}
