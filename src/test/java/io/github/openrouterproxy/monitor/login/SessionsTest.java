package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.VouchingSettings;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.Scripted;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.audit.Arrivals;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Viewer ROOT = new Viewer.Administrator("root");

    private final Set<Viewer> madeUp = new HashSet<>();
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Sessions sessions = new Sessions(Duration.ofHours(1), Duration.ofHours(3), clock);
    private final Browser browser = new Browser();

    @Test
    void aLoginBeginsWithASessionIdThatNobodyKnewBefore() {
        browser.request().getSession(true);
        browser.isNew = false;
        logIn(browser, ROOT);

        assertThat(browser.idChanges).isEqualTo(1);
        assertThat(sessions.resume(browser.request(), true)).contains(ROOT);
    }

    @Test
    void aSessionThatIsIdleEndsThoughItsPageKeepsAsking() {
        logIn(browser, ROOT);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(sessions.resume(browser.request(), false)).contains(ROOT);
        now = now.plus(Duration.ofMinutes(1));

        assertThat(sessions.resume(browser.request(), false)).isEmpty();
        assertThat(browser.hasSession()).isFalse();
    }

    /** A container ends sessions by itself, and has an idea of its own of how soon. */
    @Test
    void theContainerKeepsASessionForAsLongAsItMayBeIdle() {
        logIn(browser, ROOT);

        assertThat(browser.secondsInContainer).isEqualTo(3660);
    }

    @Test
    void aPageThatAsksByItselfKeepsNoSessionOpenAndWhoDoesSomethingDoes() throws Exception {
        for (String query : List.of("live=0", "page=2&live=0")) {
            Browser asking = new Browser();
            logIn(asking, ROOT);
            now = now.plus(Duration.ofMinutes(59));
            assertThat(viewerOf(asking, "/requests", query)).isEqualTo(ROOT);
            now = now.plus(Duration.ofMinutes(1));
            assertThat(viewerOf(asking, "/requests", query)).isNull();
        }
        Browser listening = new Browser();
        logIn(listening, ROOT);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(viewerOf(listening, "/api/live", "model=m")).isEqualTo(ROOT);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(viewerOf(listening, "/api/live", "model=m")).isNull();
        for (String query : List.of("search=live=", "alive=0")) {
            Browser busy = new Browser();
            logIn(busy, ROOT);
            now = now.plus(Duration.ofMinutes(59));
            assertThat(viewerOf(busy, "/requests", query)).isEqualTo(ROOT);
            now = now.plus(Duration.ofMinutes(59));
            assertThat(viewerOf(busy, "/requests", query)).isEqualTo(ROOT);
        }
    }

    /** Whom a request is let in as. */
    private @Nullable Object viewerOf(Browser visitor, String path, String query) throws Exception {
        Map<Object, Object> attributes = new HashMap<>();
        AuditTrail audit = new AuditTrail(new Logins.InMemoryAudit(), Duration.ofDays(1), clock, Runnable::run);
        HttpServletRequest request = Scripted.of(HttpServletRequest.class, (name, values) -> switch (name) {
            case "getSession" -> visitor.session(false);
            case "getQueryString" -> query;
            case "getRequestURI" -> path;
            case "setAttribute" -> attributes.put(values[0], values[1]);
            default -> null;
        });
        new SessionFilter(sessions, new VouchedNames(VouchingSettings.OFF), new Arrivals(audit, clock))
                .doFilter(request, Scripted.of(HttpServletResponse.class, (name, values) -> null), (in, out) -> {});
        return attributes.get(Viewer.class.getName());
    }

    @Test
    void aBusySessionEndsAtItsAgeToo() {
        logIn(browser, ROOT);
        for (int i = 0; i < 5; i++) {
            now = now.plus(Duration.ofMinutes(35));
            assertThat(sessions.resume(browser.request(), true)).contains(ROOT);
        }
        now = now.plus(Duration.ofMinutes(5));

        assertThat(sessions.resume(browser.request(), true)).isEmpty();
    }

    @Test
    void whoLogsOutEverywhereIsOutEverywhereAndNobodyElseIs() {
        Browser elsewhere = new Browser();
        Browser others = new Browser();
        logIn(browser, ROOT);
        logIn(elsewhere, ROOT);
        logIn(others, new Viewer.Administrator("other"));
        sessions.endAll(ROOT);

        assertThat(sessions.resume(browser.request(), true)).isEmpty();
        assertThat(sessions.resume(elsewhere.request(), true)).isEmpty();
        assertThat(sessions.resume(others.request(), true)).isPresent();
        logIn(browser, ROOT);
        assertThat(sessions.resume(browser.request(), true)).contains(ROOT);
    }

    @Test
    void ofVeryManySessionsOfOneViewerTheLongestIdleEnds() {
        logIn(browser, ROOT);
        Browser second = new Browser();
        logIn(second, ROOT);
        now = now.plusSeconds(1);
        assertThat(sessions.resume(browser.request(), true)).contains(ROOT);
        begin(48, i -> ROOT, i -> "10.0.0.1");
        assertThat(second.hasSession()).isTrue();

        logIn(new Browser(), ROOT);

        assertThat(second.hasSession()).isFalse();
        assertThat(browser.hasSession()).isTrue();
    }

    @Test
    void ofVeryManyUsersOfOneNetworkTheLongestIdleIsOut() {
        Browser neighbour = new Browser("2001:db8::1");
        Browser elsewhere = new Browser("2001:db8:0:1::1");
        logIn(browser, user(-1));
        logIn(elsewhere, user(-2));
        logIn(neighbour, user(-3));
        begin(999, SessionsTest::user, i -> "2001:db8::" + Integer.toHexString(i));
        assertThat(neighbour.hasSession()).isTrue();

        begin(1, i -> user(999), i -> "2001:db8::ffff");

        assertThat(neighbour.hasSession()).isFalse();
        assertThat(browser.hasSession()).isTrue();
        assertThat(elsewhere.hasSession()).isTrue();
    }

    @Test
    void usersHoweverManyFromEverywhereFillOnlySoMuchAndEndNoSessionOfWhoSeesEverything() {
        Browser auditors = new Browser();
        Browser users = new Browser();
        logIn(browser, ROOT);
        logIn(auditors, new Viewer.Auditor("carol"));
        logIn(users, user(-1));
        now = now.plusSeconds(1);
        begin(9_999, SessionsTest::user, i -> "10.0." + i % 200 + "." + i / 200);
        assertThat(users.hasSession()).isTrue();

        begin(1, i -> user(9_999), i -> "10.1.1.1");

        assertThat(users.hasSession()).isFalse();
        assertThat(browser.hasSession()).isTrue();
        assertThat(auditors.hasSession()).isTrue();
    }

    /** A stranger behind the same address would end them all, one by one, however little they rest. */
    @Test
    void keysThatWereMadeUpHoweverManyEndNoSessionOfAKeyThatTheUpstreamCharged() {
        logIn(browser, user(-1));
        Browser first = new Browser();
        madeUp.add(user(-2));
        logIn(first, user(-2));
        now = now.plusSeconds(1);
        for (int i = 0; i < 1_500; i++) {
            madeUp.add(user(i));
        }

        begin(1_500, SessionsTest::user, i -> "10.0.0.1");

        assertThat(browser.hasSession()).isTrue();
        assertThat(first.hasSession()).isFalse();
    }

    /** Else whoever has just shown a key would be asked for it again. */
    @Test
    void theSessionThatJustBeganIsNotTheOneThatEnds() {
        logIn(browser, user(-1));
        now = now.plusSeconds(1);
        begin(999, SessionsTest::user, i -> "10.0.0.1");
        Browser last = new Browser();
        madeUp.add(user(-2));

        logIn(last, user(-2));

        assertThat(last.hasSession()).isTrue();
        assertThat(browser.hasSession()).isFalse();
    }

    @Test
    void sessionsThatEndedMakeRoom() {
        Browser busy = new Browser();
        logIn(busy, ROOT);
        for (int i = 0; i < 100; i++) {
            Browser visitor = new Browser();
            logIn(visitor, ROOT);
            sessions.end(visitor.request());
        }

        assertThat(busy.hasSession()).isTrue();
    }

    private void logIn(Browser visitor, Viewer viewer) {
        sessions.begin(visitor.request(), new LoginResult.Accepted(viewer, !madeUp.contains(viewer)));
    }

    private void begin(int many, IntFunction<Viewer> viewer, IntFunction<String> address) {
        for (int i = 0; i < many; i++) {
            logIn(new Browser(address.apply(i)), viewer.apply(i));
        }
    }

    private static Viewer user(int number) {
        return new Viewer.User(new ApiKey("f" + number, "sk-…"));
    }

    /** As much of a container as keeps one browser's session. */
    private static final class Browser {
        private final Map<String, Object> attributes = new HashMap<>();
        private @Nullable HttpSession session;
        private boolean isNew = true;
        private int idChanges;
        private int secondsInContainer;
        private final String address;

        Browser() {
            this("10.0.0.1");
        }

        Browser(String address) {
            this.address = address;
        }

        boolean hasSession() {
            return session != null;
        }

        HttpServletRequest request() {
            return Scripted.of(HttpServletRequest.class, (name, values) -> switch (name) {
                case "getSession" -> session((boolean) values[0]);
                case "getRemoteAddr" -> address;
                case "changeSessionId" -> "id" + ++idChanges;
                default -> null;
            });
        }

        private HttpSession newSession() {
            return Scripted.of(HttpSession.class, (name, values) -> switch (name) {
                case "isNew" -> isNew;
                case "getAttribute" -> attributes.get((String) values[0]);
                case "setAttribute" -> attributes.put((String) values[0], values[1]);
                case "invalidate" -> forget();
                case "setMaxInactiveInterval" -> keep((int) values[0]);
                default -> null;
            });
        }

        private @Nullable Object keep(int seconds) {
            secondsInContainer = seconds;
            return null;
        }

        private @Nullable HttpSession session(boolean create) {
            if (session == null && create) {
                session = newSession();
            }
            return session;
        }

        private @Nullable Object forget() {
            HttpSession ended = session;
            session = null;
            attributes.forEach((name, value) -> {
                if (value instanceof HttpSessionBindingListener listener && ended != null) {
                    listener.valueUnbound(new HttpSessionBindingEvent(ended, name, value));
                }
            });
            attributes.clear();
            return null;
        }
    }
}
