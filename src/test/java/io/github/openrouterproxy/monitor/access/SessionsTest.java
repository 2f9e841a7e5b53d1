package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.monitor.Scripted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Viewer ROOT = new Viewer.Administrator("root");

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Sessions sessions = new Sessions(Duration.ofHours(1), Duration.ofHours(3), clock);
    private final Browser browser = new Browser();

    @Test
    void aLoginBeginsWithASessionIdThatNobodyKnewBefore() {
        browser.request().getSession(true);
        browser.isNew = false;
        sessions.begin(browser.request(), ROOT);

        assertThat(browser.idChanges).isEqualTo(1);
        assertThat(sessions.resume(browser.request(), true)).contains(ROOT);
    }

    @Test
    void aSessionThatIsIdleEndsThoughItsPageKeepsAsking() {
        sessions.begin(browser.request(), ROOT);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(sessions.resume(browser.request(), false)).contains(ROOT);
        now = now.plus(Duration.ofMinutes(1));

        assertThat(sessions.resume(browser.request(), false)).isEmpty();
        assertThat(browser.hasSession()).isFalse();
    }

    @Test
    void aBusySessionEndsAtItsAgeToo() {
        sessions.begin(browser.request(), ROOT);
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
        sessions.begin(browser.request(), ROOT);
        sessions.begin(elsewhere.request(), ROOT);
        sessions.begin(others.request(), new Viewer.Administrator("other"));
        sessions.endAll(ROOT);
        now = now.plusSeconds(1);

        assertThat(sessions.resume(browser.request(), true)).isEmpty();
        assertThat(sessions.resume(elsewhere.request(), true)).isEmpty();
        assertThat(sessions.resume(others.request(), true)).isPresent();
        sessions.begin(browser.request(), ROOT);
        assertThat(sessions.resume(browser.request(), true)).contains(ROOT);
    }

    @Test
    void ofVeryManySessionsOfOneViewerTheOldestEnds() {
        sessions.begin(browser.request(), ROOT);
        for (int i = 0; i < 49; i++) {
            sessions.begin(new Browser().request(), ROOT);
        }
        assertThat(sessions.resume(browser.request(), true)).contains(ROOT);

        sessions.begin(new Browser().request(), ROOT);

        assertThat(browser.hasSession()).isFalse();
    }

    /** As much of a container as keeps one browser's session. */
    private static final class Browser {
        private final Map<String, Object> attributes = new HashMap<>();
        private @Nullable HttpSession session;
        private boolean isNew = true;
        private int idChanges;

        boolean hasSession() {
            return session != null;
        }

        HttpServletRequest request() {
            return Scripted.of(HttpServletRequest.class, (name, values) -> switch (name) {
                case "getSession" -> session((boolean) values[0]);
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
                default -> null;
            });
        }

        private @Nullable HttpSession session(boolean create) {
            if (session == null && create) {
                session = newSession();
            }
            return session;
        }

        private @Nullable Object forget() {
            session = null;
            return null;
        }
    }
}
