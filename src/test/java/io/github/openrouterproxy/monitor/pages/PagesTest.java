package io.github.openrouterproxy.monitor.pages;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.InMemoryExchanges;
import io.github.openrouterproxy.monitor.SampleCalls;
import io.github.openrouterproxy.monitor.access.BadParameterException;
import io.github.openrouterproxy.monitor.access.ReadingRoom;
import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.inspect.ExchangeView;
import io.github.openrouterproxy.monitor.login.LoginResult;
import io.github.openrouterproxy.monitor.login.Logins;
import io.github.openrouterproxy.monitor.overview.OverviewView;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import io.github.openrouterproxy.monitor.views.ListView;
import io.github.openrouterproxy.monitor.views.LoginView;
import io.github.openrouterproxy.monitor.views.PagerView;
import io.github.openrouterproxy.monitor.views.RowView;
import io.github.openrouterproxy.monitor.views.Theme;
import io.github.openrouterproxy.monitor.views.Ui;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PagesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final KeyFingerprints FINGERPRINTS = new KeyFingerprints(new byte[32]);
    private static final ApiKey ALICE = FINGERPRINTS.of(new Credential("sk-or-v1-alice-0123456789abcdef-0001"));
    private static final ApiKey BOB = FINGERPRINTS.of(new Credential("sk-or-v1-bob-0123456789abcdef-0002"));
    private static final Viewer ADMINISTRATOR = new Viewer.Administrator("root");

    private final InMemoryExchanges exchanges = new InMemoryExchanges(SampleCalls.of(NOW, ALICE, BOB));
    private Instant now = NOW;
    private final RequestsPage requests = new RequestsPage(exchanges, 20);

    @Test
    void aUserSeesNoRowOfAnybodyElse() {
        ListView list = view(requests.read(visit(new Viewer.User(BOB), "", Map.of())), ListView.class);

        assertThat(list.rows()).isNotEmpty().extracting(RowView::user).containsOnly(BOB.mask());
    }

    @Test
    void anIdOfSomebodyElseIsLikeNone() {
        ExchangePage page = new ExchangePage(exchanges);
        String id = view(requests.read(visit(new Viewer.User(ALICE), "", Map.of())), ListView.class)
                .rows()
                .get(0)
                .id();

        assertThat(page.read(visit(new Viewer.User(BOB), "/" + id, Map.of()))).isEqualTo(Reply.Message.NOT_FOUND);
        assertThat(page.read(visit(new Viewer.User(BOB), "/" + id + "/response-body", Map.of())))
                .isEqualTo(Reply.Message.NOT_FOUND);
        assertThat(page.read(visit(ADMINISTRATOR, "/0000000000000000", Map.of())))
                .isEqualTo(Reply.Message.NOT_FOUND);
        assertThat(page.read(visit(ADMINISTRATOR, "/" + id, Map.of()))).isInstanceOf(Reply.Show.class);
    }

    @Test
    void whoAsksAgainIsToldThatNothingChangedWithoutAQuery() {
        String tag = tag(view(requests.read(visit(ADMINISTRATOR, "", Map.of())), ListView.class));
        int before = exchanges.lists();

        assertThat(requests.read(visit(ADMINISTRATOR, "", Map.of("live", tag)))).isEqualTo(new Reply.Unchanged());
        assertThat(exchanges.lists()).isEqualTo(before);
    }

    @Test
    void whatOthersDoChangesNothingForAUser() {
        Viewer alice = new Viewer.User(ALICE);
        String tag = tag(view(requests.read(visit(alice, "", Map.of())), ListView.class));
        exchanges.touch();

        assertThat(requests.read(visit(alice, "", Map.of("live", tag)))).isEqualTo(new Reply.Unchanged());
    }

    @Test
    void whoWasToldThatNothingChangedIsToldSoCheaplyFromThenOn() {
        Viewer alice = new Viewer.User(ALICE);
        String tag = tag(view(requests.read(visit(alice, "", Map.of())), ListView.class));
        exchanges.touch();
        assertThat(requests.read(visit(alice, "", Map.of("live", tag)))).isEqualTo(new Reply.Unchanged());
        int before = exchanges.lists();

        assertThat(requests.read(visit(alice, "", Map.of("live", tag)))).isEqualTo(new Reply.Unchanged());
        assertThat(exchanges.lists()).isEqualTo(before);
    }

    @Test
    void theOverviewIsAskedAgainEachMinuteForWhatIsRecent() {
        OverviewPage page = new OverviewPage(exchanges, exchanges, 20);
        OverviewView shown = view(page.read(visit(ADMINISTRATOR, "", Map.of())), OverviewView.class);
        Map<String, String> live = Map.of("live", tag(shown.liveHref()));
        int before = exchanges.lists();

        assertThat(page.read(visit(ADMINISTRATOR, "", live))).isEqualTo(new Reply.Unchanged());
        assertThat(exchanges.lists()).isEqualTo(before);
        now = NOW.plusSeconds(60);
        assertThat(page.read(visit(ADMINISTRATOR, "", live))).isEqualTo(new Reply.Unchanged());
        assertThat(exchanges.lists()).isEqualTo(before + 1);
    }

    @Test
    void aListBehindACursorStandsStill() {
        Map<String, String> cursor = Map.of("cursor", "0000000000000001");

        assertThat(view(requests.read(visit(ADMINISTRATOR, "", cursor)), ListView.class)
                        .liveHref())
                .isNull();
    }

    @Test
    void behindTheLastPageTheLastOneIsShown() {
        ListView list =
                view(requests.read(visit(ADMINISTRATOR, "", Map.of("page", "99", "page_size", "5"))), ListView.class);

        assertThat(list.rows()).isNotEmpty();
        assertThat(list.pager().place()).isEqualTo("15 / 15");
        assertThat(list.pager().nextHref()).isNull();
    }

    @Test
    void whatWasNotFoundInTimeIsLookedForFartherBack() {
        exchanges.lookAtMost(30);
        Map<String, String> asked = new HashMap<>(Map.of("model", "openai/gpt-4o", "page_size", "200"));
        List<String> found = new ArrayList<>();
        int looks = 0;
        PagerView.FartherView farther;
        do {
            ListView list = view(requests.read(visit(ADMINISTRATOR, "", asked)), ListView.class);
            list.rows().forEach(row -> found.add(row.id()));
            farther = list.pager().farther();
            if (farther != null) {
                String way = "/requests?model=openai%2Fgpt-4o&page_size=200&cursor=";
                assertThat(farther.href()).startsWith(way);
                asked.put("cursor", farther.href().substring(way.length()));
            }
            looks++;
        } while (farther != null);
        exchanges.lookAtMost(Integer.MAX_VALUE);
        asked.remove("cursor");
        ListView whole = view(requests.read(visit(ADMINISTRATOR, "", asked)), ListView.class);

        assertThat(looks).isGreaterThan(2);
        assertThat(found)
                .isNotEmpty()
                .isEqualTo(whole.rows().stream().map(RowView::id).toList());
    }

    @Test
    void aPageThatWasNotFoundInTimeIsNotTurnedIntoOneBeforeIt() {
        exchanges.lookAtMost(30);
        ListView list = view(requests.read(visit(ADMINISTRATOR, "", Map.of("page", "9"))), ListView.class);

        assertThat(list.rows()).isEmpty();
        assertThat(list.pager().place()).isEqualTo("9 / 9+");
        assertThat(list.pager().farther()).isNotNull();
    }

    @Test
    void aPieceOfABodyBeginsSomewhere() {
        ExchangePage page = new ExchangePage(exchanges);
        String id = view(requests.read(visit(ADMINISTRATOR, "", Map.of())), ListView.class)
                .rows()
                .get(0)
                .id();

        assertThatExceptionOfType(BadParameterException.class)
                .isThrownBy(() -> page.read(visit(ADMINISTRATOR, "/" + id + "/request-body", Map.of("from", "-1"))));
    }

    @Test
    void aFilterStaysInEveryLinkOfTheList() {
        ListView list = view(
                requests.read(visit(ADMINISTRATOR, "", Map.of("model", "openai/gpt-4o-mini", "page_size", "5"))),
                ListView.class);

        assertThat(list.rows().get(0).href()).endsWith("?model=openai%2Fgpt-4o-mini");
        assertThat(list.pager().nextHref()).isEqualTo("/requests?model=openai%2Fgpt-4o-mini&page_size=5&page=2");
        assertThat(list.filter().chips().get(0).removeHref()).isEqualTo("/requests");
    }

    @Test
    void onlyTheFirstPageKeepsItselfUpToDate() {
        assertThat(view(requests.read(visit(ADMINISTRATOR, "", Map.of("page", "2"))), ListView.class)
                        .liveHref())
                .isNull();
    }

    @Test
    void anEmptyMonitorTellsHowToPointAClientHere() {
        InMemoryExchanges none = new InMemoryExchanges(List.of());
        OverviewView overview =
                view(new OverviewPage(none, none, 20).read(visit(ADMINISTRATOR, "", Map.of())), OverviewView.class);

        assertThat(Objects.requireNonNull(overview.start()).curl()).startsWith("curl http://relay/v1/chat/completions");
    }

    @Test
    void aKeyOpensTheDoorAndLeadsBack() {
        LoginPage login = login();
        Viewer administrator = new Viewer.Administrator(Viewer.nameOf(FINGERPRINTS.of(new Credential("sk-admin"))));

        assertThat(login.submit(visit(null, "", Map.of("key", " sk-admin ", "next", "/requests?page=2"))))
                .isEqualTo(new Reply.LogIn(
                        new LoginResult.Accepted(administrator, true), new ReturnPath("/requests?page=2")));
        assertThat(login.submit(visit(null, "", Map.of("key", "sk-admin", "next", "https://evil.example"))))
                .isEqualTo(new Reply.LogIn(new LoginResult.Accepted(administrator, true), ReturnPath.HOME));
    }

    /** Of too many sessions those of such keys end first. */
    @Test
    void aKeyWhoseCallsCostNothingOpensTheDoorAndIsNotSaidToBeProven() {
        Credential free = new Credential("sk-or-v1-free");
        Exchange call = number(1).by(FINGERPRINTS.of(free).fingerprint()).build();
        InMemoryExchanges own = new InMemoryExchanges(List.of(call));
        LoginPage login = new LoginPage(Logins.gate("sk-admin", own, Clock.fixed(NOW, ZoneOffset.UTC)), false);

        Reply reply = login.submit(visit(null, "", Map.of("key", free.value())));

        assertThat(reply)
                .isEqualTo(new Reply.LogIn(
                        new LoginResult.Accepted(new Viewer.User(FINGERPRINTS.of(free)), false), ReturnPath.HOME));
    }

    @Test
    void everyWrongKeyGetsTheSameAnswer() {
        LoginPage login = login();
        Reply unknown = login.submit(visit(null, "", Map.of("key", "sk-or-v1-mallory")));
        Reply nearlyRight = login.submit(visit(null, "", Map.of("key", "sk-admim")));

        assertThat(unknown).isEqualTo(nearlyRight);
        assertThat(view(unknown, LoginView.class).problem()).isEqualTo("This key does not open the monitor.");
    }

    @Test
    void recordedTextIsGivenAsPlainText() {
        String hostile = view(requests.read(visit(ADMINISTRATOR, "", Map.of())), ListView.class).rows().stream()
                .filter(row -> Objects.requireNonNullElse(row.model(), "").startsWith("<b>"))
                .findFirst()
                .orElseThrow()
                .id();
        Reply reply =
                new ExchangePage(exchanges).read(visit(ADMINISTRATOR, "/" + hostile + "/response-body", Map.of()));

        assertThat(reply).isEqualTo(new Reply.Plain(SampleCalls.HOSTILE, ""));
    }

    @Test
    void aNeighbourIsTheNextOneWithinTheFilter() {
        Map<String, String> filter = Map.of("model", "openai/gpt-4o");
        List<RowView> rows = view(requests.read(visit(ADMINISTRATOR, "", filter)), ListView.class)
                .rows();
        ExchangeView first = view(
                new ExchangePage(exchanges)
                        .read(visit(ADMINISTRATOR, "/" + rows.get(0).id(), filter)),
                ExchangeView.class);

        assertThat(first.older().href()).isEqualTo(rows.get(1).href());
    }

    @Test
    void aRunningExchangeIsAskedForUntilItHasEnded() {
        InMemoryExchanges one = new InMemoryExchanges(List.of());
        ExchangePage page = new ExchangePage(one);
        Exchange running = SampleCalls.of(NOW, ALICE, BOB).stream()
                .filter(call -> call.state() == ExchangeState.IN_FLIGHT)
                .findFirst()
                .orElseThrow();
        one.add(running);
        String path = "/" + running.id();
        ExchangeView view = view(page.read(visit(ADMINISTRATOR, path, Map.of("model", "x"))), ExchangeView.class);
        String href = Objects.requireNonNull(view.liveHref());
        String seen = href.substring(href.indexOf("live=") + "live=".length());

        assertThat(href).startsWith("/requests" + path + "?model=x&live=");
        assertThat(view.row().duration().text()).isEqualTo("4.00 s");
        assertThat(page.read(visit(ADMINISTRATOR, path, Map.of("live", seen)))).isEqualTo(new Reply.Unchanged());
        assertThat(page.read(visit(ADMINISTRATOR, path, Map.of("live", "0"))))
                .extracting(reply -> ((Reply.Show) reply).jsp())
                .isEqualTo("exchange-live");
        List<RowView> finished = view(requests.read(visit(ADMINISTRATOR, "", Map.of())), ListView.class).rows().stream()
                .filter(row -> !row.running())
                .toList();
        assertThat(view(
                                new ExchangePage(exchanges)
                                        .read(visit(
                                                ADMINISTRATOR,
                                                "/" + finished.get(0).id(),
                                                Map.of())),
                                ExchangeView.class)
                        .liveHref())
                .isNull();
    }

    private LoginPage login() {
        return new LoginPage(Logins.gate("sk-admin", exchanges, Clock.fixed(NOW, ZoneOffset.UTC)), false);
    }

    private static String tag(ListView list) {
        return tag(Objects.requireNonNull(list.liveHref()));
    }

    private static String tag(String href) {
        return href.substring(href.indexOf("live=") + "live=".length());
    }

    @Test
    void whoseSessionHasEndedIsToldUntilAKeyIsTried() {
        Map<String, String> ended = Map.of("(after a session)", "true");
        Map<String, String> wrong = Map.of("(after a session)", "true", "key", "sk-wrong-key");

        assertThat(view(login().read(visit(null, "", ended)), LoginView.class).notice())
                .isEqualTo("Your session has ended.");
        assertThat(view(login().read(visit(null, "", Map.of())), LoginView.class)
                        .notice())
                .isNull();
        assertThat(view(login().submit(visit(null, "", wrong)), LoginView.class).notice())
                .isNull();
    }

    private static <T> T view(Reply reply, Class<T> type) {
        return type.cast(((Reply.Show) reply).view());
    }

    private Visit visit(@Nullable Viewer viewer, String path, Map<String, String> parameters) {
        Ui ui = new Ui(
                "", Texts.in(Language.ENGLISH), Theme.SYSTEM, viewer, "token", "/", now, name -> "/assets/" + name);
        return new Visit(
                ui,
                path,
                parameters::get,
                "10.0.0.1",
                "http://relay/v1",
                ReadingRoom.ofHeap().seat(),
                (name, password) -> Optional.empty(),
                Optional::empty,
                parameters.containsKey("(after a session)"));
    }
}
