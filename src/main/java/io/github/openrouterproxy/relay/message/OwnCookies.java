package io.github.openrouterproxy.relay.message;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The monitor's own cookies. A browser sends them to every port of a host, so a page that calls the relay would hand a
 * visitor's session to the upstream.
 */
public final class OwnCookies {
    private static final String PREFIX = "openrouter-proxy-";

    private OwnCookies() {}

    /** All lines as they are but for those cookies. */
    public static Headers removedFrom(Headers headers) {
        if (headers.all("Cookie").stream().noneMatch(value -> value.contains(PREFIX))) {
            return headers;
        }
        List<Header> lines = new ArrayList<>();
        for (Header line : headers) {
            String value = line.is("Cookie") ? others(line.value()) : line.value();
            if (!line.is("Cookie") || !value.isEmpty()) {
                lines.add(new Header(line.name(), value));
            }
        }
        return new Headers(lines);
    }

    private static String others(String cookies) {
        return Arrays.stream(cookies.split(";", -1))
                .filter(cookie -> !cookie.strip().startsWith(PREFIX))
                .collect(Collectors.joining(";"))
                .strip();
    }
}
