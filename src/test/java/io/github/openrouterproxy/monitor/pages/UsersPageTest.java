package io.github.openrouterproxy.monitor.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.dao.labels.LabelDao;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.InMemoryExchanges;
import io.github.openrouterproxy.monitor.SampleCalls;
import io.github.openrouterproxy.monitor.access.BadParameterException;
import io.github.openrouterproxy.monitor.access.ReadingRoom;
import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import io.github.openrouterproxy.monitor.views.Theme;
import io.github.openrouterproxy.monitor.views.TimeView;
import io.github.openrouterproxy.monitor.views.Ui;
import io.github.openrouterproxy.monitor.views.UsersView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UsersPageTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String ALICE = "a".repeat(32);
    private static final Viewer ADMINISTRATOR = new Viewer.Administrator("root");
    private static final Viewer AUDITOR = new Viewer.Auditor("auditor");
    private static final Viewer USER = new Viewer.User(new ApiKey(ALICE, "sk-…1"));

    private final InMemoryExchanges exchanges = new InMemoryExchanges(List.of());
    private final InMemoryLabels labels = new InMemoryLabels();
    private final UsersPage page = new UsersPage(exchanges, labels);

    @Test
    void aUserFindsNoSuchPageAndChangesNothing() {
        assertThat(page.read(visit(USER, Map.of()))).isEqualTo(Reply.Message.NOT_FOUND);
        assertThat(page.submit(visit(USER, Map.of("user", ALICE, "label", "mine"))))
                .isEqualTo(Reply.Message.NOT_FOUND);
        assertThat(labels.all).isEmpty();
    }

    @Test
    void anAuditorLooksAndChangesNothing() {
        assertThat(page.read(visit(AUDITOR, Map.of()))).isInstanceOf(Reply.Show.class);
        assertThat(page.submit(visit(AUDITOR, Map.of("user", ALICE, "label", "hers"))))
                .isEqualTo(Reply.Message.NOT_ALLOWED);
        assertThat(labels.all).isEmpty();
    }

    @Test
    void anAdministratorNamesAKeyAndTakesTheNameAway() {
        assertThat(page.submit(visit(ADMINISTRATOR, Map.of("user", ALICE, "label", " Ali\tce "))))
                .isEqualTo(new Reply.Changed("label of fp " + ALICE + ": Ali ce", new ReturnPath("/users")));
        assertThat(labels.all).containsExactly(Map.entry(ALICE, "Ali ce"));

        page.submit(visit(ADMINISTRATOR, Map.of("user", ALICE, "label", "  ")));

        assertThat(labels.all).isEmpty();
    }

    @Test
    void onlyAKeyGetsANameAndNoneThatIsTooLong() {
        String longest = "😀".repeat(80);
        page.submit(visit(ADMINISTRATOR, Map.of("user", ALICE, "label", longest)));

        for (Map<String, String> wrong : List.of(
                Map.of("user", ALICE, "label", longest + "x"),
                Map.of("user", "x" + ALICE, "label", "x"),
                Map.of("label", "x"))) {
            assertThatExceptionOfType(BadParameterException.class)
                    .isThrownBy(() -> page.submit(visit(ADMINISTRATOR, wrong)));
        }
        assertThat(labels.all).containsExactly(Map.entry(ALICE, longest));
    }

    @Test
    void aRowSaysWhoCalledAndLeadsToTheCalls() {
        labels.set(ALICE, "Alice");
        UsersView.Row row =
                view(List.of(figures(new ApiKey(ALICE, "sk-…1")))).rows().get(0);

        assertThat(row.mask()).isEqualTo("sk-…1");
        assertThat(row.label()).isEqualTo("Alice");
        assertThat(row.href()).isEqualTo("/requests?user=" + ALICE);
        assertThat(row.models().text()).isEqualTo("7");
    }

    @Test
    void aRowSaysWhatTheCallsCameToAndWhenTheyWere() {
        ApiKey key = new ApiKey(ALICE, "sk-…1");
        InMemoryExchanges calls = new InMemoryExchanges(SampleCalls.of(NOW, key, key));
        UserFigures figures = new UserFigures(
                key,
                NOW.minusSeconds(600),
                NOW.minusSeconds(5),
                7,
                calls.stats(new Scope.Everyone(), ExchangeFilter.ALL, NOW).figures());

        UsersView.Row row = view(List.of(figures)).rows().get(0);

        assertThat(row.calls().text()).isEqualTo("71");
        assertThat(row.success().text()).isEqualTo("93.0 %");
        assertThat(row.firstSeen()).isEqualTo(TimeView.of(NOW.minusSeconds(600), ui(ADMINISTRATOR)));
        assertThat(row.lastSeen()).isEqualTo(TimeView.of(NOW.minusSeconds(5), ui(ADMINISTRATOR)));
    }

    @Test
    void theNameThatStandsForAnAdministratorsKeyIsInTheViewersWords() {
        List<UserFigures> calls = List.of(figures(new ApiKey(ALICE, "administrator")));

        assertThat(UsersView.of(calls, Map.of(), ui(AUDITOR, Language.CHINESE)).rows())
                .extracting(UsersView.Row::mask)
                .containsExactly("管理员");
        assertThat(view(calls).rows()).extracting(UsersView.Row::mask).containsExactly("administrator");
    }

    @Test
    void callsWithoutAKeyHaveARowThatLeadsNowhere() {
        UsersView.Row row = view(List.of(figures(null))).rows().get(0);

        assertThat(row.user()).isEmpty();
        assertThat(row.mask()).isEqualTo("no key");
        assertThat(row.href()).isEmpty();
    }

    @Test
    void thoseWithTheFewestCallsAreLeftOutAndCounted() {
        List<UserFigures> many = IntStream.range(0, 203)
                .mapToObj(i -> figures(new ApiKey("%032x".formatted(i), "sk-…" + i)))
                .toList();

        assertThat(view(many).rows()).hasSize(200);
        assertThat(view(many).more()).contains("3");
        assertThat(view(many.subList(0, 200)).more()).isNull();
    }

    private UserFigures figures(@Nullable ApiKey key) {
        return new UserFigures(
                key,
                null,
                null,
                7,
                exchanges.stats(new Scope.Everyone(), ExchangeFilter.ALL, NOW).figures());
    }

    private UsersView view(List<UserFigures> users) {
        return UsersView.of(users, labels.seenBy(new Scope.Everyone()), ui(ADMINISTRATOR));
    }

    private static Ui ui(Viewer viewer) {
        return ui(viewer, Language.ENGLISH);
    }

    private static Ui ui(Viewer viewer, Language language) {
        return new Ui("", Texts.in(language), Theme.SYSTEM, viewer, "token", "/users", NOW, name -> name);
    }

    private static Visit visit(Viewer viewer, Map<String, String> parameters) {
        return new Visit(
                ui(viewer),
                "",
                parameters::get,
                "10.0.0.1",
                "http://relay/v1",
                ReadingRoom.ofHeap().seat(),
                (name, password) -> Optional.empty(),
                Optional::empty,
                false);
    }

    private static final class InMemoryLabels implements LabelDao {
        private final Map<String, String> all = new TreeMap<>();

        @Override
        public Map<String, String> seenBy(Scope scope) {
            return scope instanceof Scope.Everyone ? all : Map.of();
        }

        @Override
        public void set(String fingerprint, @Nullable String label) {
            if (label == null) {
                all.remove(fingerprint);
            } else {
                all.put(fingerprint, label);
            }
        }
    }
}
