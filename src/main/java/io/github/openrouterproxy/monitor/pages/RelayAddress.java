package io.github.openrouterproxy.monitor.pages;

import jakarta.servlet.http.HttpServletRequest;

/** Where clients send their calls, such as {@code http://127.0.0.1:8080/v1}, as seen from a visitor. Any thread. */
@FunctionalInterface
public interface RelayAddress {
    String seenFrom(HttpServletRequest request);

    /** The relay listens on another port of the host the visitor sees. */
    static RelayAddress onPort(int port) {
        return request -> "%s://%s:%d/v1".formatted(request.getScheme(), host(request), port);
    }

    /** The relay lives in the same context as the monitor. */
    static RelayAddress inSameContext() {
        return request -> {
            int port = request.getServerPort();
            boolean usual = port == (request.getScheme().equals("https") ? 443 : 80);
            return "%s://%s%s%s/v1"
                    .formatted(request.getScheme(), host(request), usual ? "" : ":" + port, request.getContextPath());
        };
    }

    private static String host(HttpServletRequest request) {
        String name = request.getServerName();
        return name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
    }
}
