package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.views.Theme;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cookies that a browser brings along: language, theme, and what ties its forms to it. Confined to one request. */
final class Preferences {
    static final String LANGUAGE = "language";
    static final String THEME = "theme";

    private static final String PREFIX = "openrouter-proxy-";
    private static final String BROWSER = "browser";
    private static final int BROWSER_ID_LENGTH = 32;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private @Nullable String newBrowserId;

    Preferences(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    Language language() {
        return Language.tagged(cookie(LANGUAGE).orElse(null))
                .orElseGet(() -> Language.preferred(request.getHeader("Accept-Language")));
    }

    Theme theme() {
        return Theme.tagged(cookie(THEME).orElse(null)).orElse(Theme.SYSTEM);
    }

    /**
     * What this browser's forms are tied to: the id of its session once it is logged in. Before that a cookie; a
     * neighbouring site can plant one that it has got a token for, so that who is vouched for is named too.
     */
    String formsOf(CsrfTokens tokens) {
        HttpSession session = request.getSession(false);
        Optional<Viewer> viewer = ViewerSession.viewer(request);
        if (session != null && viewer.isPresent()) {
            return session.getId();
        }
        String browser =
                cookie(BROWSER).filter(id -> id.length() == BROWSER_ID_LENGTH).orElseGet(() -> newBrowserId(tokens));
        return viewer.map(known -> browser + " " + known.name()).orElse(browser);
    }

    private String newBrowserId(CsrfTokens tokens) {
        String id = newBrowserId;
        if (id == null) {
            id = tokens.newBrowserId();
            newBrowserId = id;
            remember(BROWSER, id, Duration.ofSeconds(-1));
        }
        return id;
    }

    void remember(String name, String value) {
        remember(name, value, Duration.ofDays(400));
    }

    private void remember(String name, String value, Duration kept) {
        Cookie cookie = new Cookie(PREFIX + name, value);
        cookie.setPath(request.getContextPath() + "/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge((int) kept.toSeconds());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    private Optional<String> cookie(String name) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(PREFIX + name))
                .map(Cookie::getValue)
                .findFirst();
    }
}
