package io.github.openrouterproxy.monitor.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The logout of a name that somebody else vouches for, and would vouch for again with the next request: a cookie keeps
 * it until the browser is closed or its user comes back. Confined to one request.
 */
public final class Departure {
    private static final String COOKIE = "openrouter-proxy-left";

    private Departure() {}

    public static boolean isNoted(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Stream::of)
                .anyMatch(cookie -> cookie.getName().equals(COOKIE));
    }

    public static void note(HttpServletRequest request, HttpServletResponse response) {
        send(request, response, -1);
    }

    public static void forget(HttpServletRequest request, HttpServletResponse response) {
        send(request, response, 0);
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, int seconds) {
        Cookie cookie = new Cookie(COOKIE, "true");
        cookie.setPath(request.getContextPath() + "/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }
}
