package io.github.openrouterproxy.relay.message;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import java.util.ArrayList;
import java.util.List;

/** Headers that concern one connection only and stay behind (RFC 9110, section 7.6.1). */
public final class HopByHop {
    private static final List<String> ALWAYS = List.of(
            "Connection",
            "Keep-Alive",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade");

    private HopByHop() {}

    /** All lines but the hop-by-hop ones and those that {@code Connection} names. */
    public static Headers endToEnd(Headers headers) {
        List<String> named = named(headers);
        return headers.without(line -> isOneOf(ALWAYS, line) || isOneOf(named, line));
    }

    private static List<String> named(Headers headers) {
        List<String> named = new ArrayList<>(2);
        for (Header line : headers) {
            if (line.is("Connection")) {
                for (String name : line.value().split(",", -1)) {
                    named.add(name.strip());
                }
            }
        }
        return named;
    }

    private static boolean isOneOf(List<String> names, Header line) {
        for (String name : names) {
            if (line.is(name)) {
                return true;
            }
        }
        return false;
    }
}
